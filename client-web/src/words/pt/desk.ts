export { default } from '../en/desk';
