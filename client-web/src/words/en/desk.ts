const desk = {};

export type Desk = typeof desk;
export default desk;
