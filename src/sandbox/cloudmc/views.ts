import { accessOf, instancesBehind, purposesOf } from './access';
import { diskOfferings, zoneOf } from './catalog';
import type {
  CloudmcAffinityGroup,
  CloudmcData,
  CloudmcPublicIp,
  CloudmcRule,
  CloudmcSnapshot,
  CloudmcSshKey,
  CloudmcTemplate,
  CloudmcVolume,
  Collection,
} from './data';
import { imageDate, volumeDate } from './dates';
import { instanceView } from './instanceView';
import type { Scene } from './scene';

type Views = {
  readonly [Name in Collection]: (scene: Scene, item: CloudmcData[Name][string]) => Record<string, unknown>;
};

/** How each kind of thing is shown in answers. What has no value is left out. */
export const views: Views = {
  instances: (scene, instance) => instanceView(scene, instance, true),
  volumes: volumeView,
  snapshots: snapshotView,
  publicipaddresses: publicIpView,
  portforwardingrules: ruleView,
  sshkeys: sshKeyView,
  affinitygroups: affinityGroupView,
  templates: templateView,
};

function volumeView({ flavour, world }: Scene, volume: CloudmcVolume) {
  const instance = volume.instanceId ? world.data.instances[volume.instanceId] : undefined;
  return {
    id: volume.id,
    name: volume.name,
    type: volume.type,
    creationDate: volumeDate(volume.created),
    instanceId: instance?.id,
    instanceName: instance?.name,
    instanceState: instance?.state,
    zoneId: volume.zoneId,
    zoneName: zoneOf(flavour, volume.zoneId)?.name,
    state: volume.state,
    sizeInGb: volume.sizeInGb,
    diskOfferingId: volume.diskOfferingId,
    diskOfferingName: diskOfferings.find(({ id }) => id === volume.diskOfferingId)?.name,
    iops: volume.iops,
  };
}

function snapshotView(_scene: Scene, snapshot: CloudmcSnapshot) {
  const { id, name, state, volumeId, volume, volumeType } = snapshot;
  return { id, name, state, intervalType: 'MANUAL', volumeId, volume, volumeType };
}

function sshKeyView(_scene: Scene, { name, fingerprint }: CloudmcSshKey) {
  return { name, fingerprint };
}

function publicIpView(scene: Scene, address: CloudmcPublicIp) {
  const { data } = scene.world;
  const access = accessOf(scene);
  const vpc = address.vpcId ? data.vpcs[address.vpcId] : undefined;
  const instances = instancesBehind(access, address).flatMap((id) => data.instances[id] ?? []);
  const network = data.networks[address.networkId ?? instances[0]?.nics[0]?.networkId ?? ''];
  return {
    id: address.id,
    instances: instances.length > 0 ? instances.map(({ id, name }) => ({ id, name })) : undefined,
    ipAddress: address.ipAddress,
    networkId: network?.id,
    networkName: network?.name,
    purposes: purposesOf(access, address),
    state: address.state,
    vpcId: vpc?.id,
    vpcName: vpc?.name,
    zoneId: address.zoneId,
    zoneName: zoneOf(scene.flavour, address.zoneId)?.name,
  };
}

function ruleView({ world: { data } }: Scene, rule: CloudmcRule) {
  const instance = data.instances[rule.instanceId];
  const nic = instance?.nics.find(
    ({ ipAddressId, secondaryIps }) =>
      ipAddressId === rule.privateIpId || secondaryIps?.some(({ id }) => id === rule.privateIpId),
  );
  const secondary = nic?.secondaryIps?.find(({ id }) => id === rule.privateIpId);
  return {
    id: rule.id,
    ipAddress: data.publicipaddresses[rule.ipAddressId]?.ipAddress,
    ipAddressId: rule.ipAddressId,
    privatePortStart: rule.privatePortStart,
    privatePortEnd: rule.privatePortEnd,
    publicPortStart: rule.publicPortStart,
    publicPortEnd: rule.publicPortEnd,
    protocol: rule.protocol,
    instanceId: rule.instanceId,
    instanceName: instance?.name,
    networkId: nic?.networkId,
    vpcId: data.publicipaddresses[rule.ipAddressId]?.vpcId,
    privateIp: secondary?.ipAddress ?? nic?.ipAddress,
    privateIpId: rule.privateIpId,
    state: rule.state,
  };
}

function affinityGroupView({ world }: Scene, group: CloudmcAffinityGroup) {
  const members = world.memo('members', () => {
    const found = new Map<string, string[]>();
    for (const { id, affinityGroupIds, dedicatedGroupId } of Object.values(world.data.instances)) {
      for (const groupId of dedicatedGroupId ? [...affinityGroupIds, dedicatedGroupId] : affinityGroupIds) {
        found.set(groupId, [...(found.get(groupId) ?? []), id]);
      }
    }
    return found;
  });
  return { id: group.id, name: group.name, type: group.type, instanceIds: members.get(group.id) ?? [] };
}

function templateView({ flavour }: Scene, template: CloudmcTemplate) {
  const old = flavour.templateFields === 'old';
  const [zoneId, ...others] = template.availableInZones;
  const only = others.length === 0 ? zoneId : undefined;
  return {
    id: template.id,
    name: template.name,
    description: template.description,
    defaultUsername: template.defaultUsername,
    size: template.sizeInGb * 2 ** 30,
    [old ? 'isPublic' : 'availablePublicly']: template.environment === undefined,
    [old ? 'isReady' : 'ready']: template.ready,
    [old ? 'isDynamicallyScalable' : 'dynamicallyScalable']: template.dynamicallyScalable,
    extractable: template.extractable,
    sshKeyEnabled: template.sshKeyEnabled,
    passwordEnabled: template.passwordEnabled,
    resizable: template.resizable,
    maxSizeInGb: template.maxSizeInGb,
    stepSizeInGb: template.stepSizeInGb,
    created: imageDate(template.created),
    zoneId: only,
    zoneName: only && zoneOf(flavour, only)?.name,
    osTypeId: template.osTypeId,
    [old ? 'osType' : 'osTypeName']: template.osTypeName,
    availableInZones: template.availableInZones,
    hypervisor: template.hypervisor,
    format: template.format,
  };
}
