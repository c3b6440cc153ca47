import { json, Refusal } from '../reply';

const STATUS: Readonly<Record<string, number>> = {
  database_instance_find: 404,
  database_ip_find: 404,
  database_size_not_found: 400,
  database_disk_image_not_found: 400,
  database_image_id_invalid: 400,
  volume_invalid_size: 400,
  instance_duplicate: 409,
  database_instance_duplicate_name: 409,
  instance_state_must_be_active_or_shutoff: 409,
  database_cannot_move_ip: 409,
  database_ip_still_assigned: 409,
  database_volume_cannot_multiple_attach: 409,
  database_volume_not_attached: 409,
  database_volume_still_attached: 409,
  database_volume_still_attached_cannot_resize: 409,
  cannot_get_console: 409,
  quota_limit_reached: 403,
  disabled_service: 403,
  region_unavailable: 403,
  out_of_capacity: 503,
};

const REASON: Readonly<Record<string, string>> = {
  database_region_not_found: 'Failed to find the region within the internal database',
  database_instance_find: 'Failed to find the instance in the internal database',
  database_network_not_found: 'Failed to find the network within the internal database',
  database_firewall_not_found: 'Failed to find the firewall within the internal database',
  database_firewall_mismatch: 'The firewall belongs to another network than the instance',
  database_size_not_found: 'Failed to find the size within the internal database',
  database_disk_image_not_found: 'Failed to find the disk image within the internal database',
  database_image_id_invalid: 'The disk image can not be used for an instance',
  database_ssh_key_not_found: 'Failed to find the SSH key within the internal database',
  database_volume_not_found: 'Failed to find the volume within the internal database',
  database_volume_type_not_found: 'Failed to find the volume type within the internal database',
  database_ip_find: 'Failed to find the IP within the internal database',
  database_snapshot_not_found: 'Failed to find the snapshot within the internal database',
  database_vnc_session_not_found: 'There is no console session for this instance',
  database_instance_duplicate_name: 'An instance with this hostname already exists in this region',
  instance_state_must_be_active_or_shutoff: 'The instance must be in the state ACTIVE or SHUTOFF',
  out_of_capacity: 'This region is out of capacity at the moment',
  region_unavailable: 'This region is not available for instances',
  disabled_service: 'This service is not available in this region',
};

/** A refusal in the provider's usual form. The status follows from the code: 404 for what isn't found, else 400. */
export function failure(code: string, reason = REASON[code] ?? 'The request was refused', details?: string): Refusal {
  const status = STATUS[code] ?? (code.endsWith('_not_found') ? 404 : 400);
  return new Refusal(json(status, details === undefined ? { code, reason } : { code, reason, details }));
}
