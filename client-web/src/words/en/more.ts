const more = {};

export type More = typeof more;
export default more;
