/** Where instances can be; fixed for each service. */
export interface Zone {
  id: string;
  name: string;
}
