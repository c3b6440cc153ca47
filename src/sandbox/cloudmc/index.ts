import { createCloudmc } from './createCloudmc';
import { cloudcaFlavour, coxedgeFlavour } from './flavours';

/** cloud.ca in miniature. */
export const cloudca = createCloudmc(cloudcaFlavour);

/** Cox Edge in miniature. */
export const coxedge = createCloudmc(coxedgeFlavour);
