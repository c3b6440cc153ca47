/** Names the socket at which nube, called by ssh with a question, gets the answer. */
export const askpassVariable = 'NUBE_ASKPASS';
