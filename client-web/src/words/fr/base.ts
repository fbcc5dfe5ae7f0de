export { default } from '../en/base';
