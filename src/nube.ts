export { processSystem } from './io/system';
export { main } from './main';
