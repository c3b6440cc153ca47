import { accessOf, purposesOf } from './access';
import { computeOffering, zoneOf } from './catalog';
import type { CloudmcInstance, CloudmcNic, CloudmcPublicIp } from './data';
import type { Scene } from './scene';
import { templateWithId } from './templateWithId';

/** An instance as it is answered; `full` adds what only one asked for by its id has. What has no value is left out. */
export function instanceView(scene: Scene, instance: CloudmcInstance, full: boolean): Record<string, unknown> {
  const { flavour } = scene;
  const { data } = scene.world;
  const template = templateWithId(scene, instance.templateId);
  const nic = instance.nics[0] as CloudmcNic;
  const network = data.networks[nic.networkId];
  const vpc = network?.vpcId ? data.vpcs[network.vpcId] : undefined;
  const zone = zoneOf(flavour, network?.zoneId ?? '');
  const { imageField } = flavour;
  return {
    id: instance.id,
    name: instance.name,
    state: instance.state,
    zoneId: zone?.id,
    zoneName: zone?.name,
    [`${imageField}Id`]: instance.templateId,
    [`${imageField}Name`]: template?.name,
    computeOfferingId: instance.computeOfferingId,
    computeOfferingName: computeOffering(flavour, instance.computeOfferingId)?.name,
    networkId: nic.networkId,
    networkName: network?.name,
    vpcId: vpc?.id,
    vpcName: vpc?.name,
    ipAddress: nic.ipAddress,
    ipAddressId: nic.ipAddressId,
    isPasswordEnabled: template?.passwordEnabled ?? false,
    macAddress: nic.macAddress,
    [instance.bareMetal ? 'bareMetalCpuCount' : 'cpuCount']: instance.cpuCount,
    memoryInMB: instance.memoryInMB,
    hostname: instance.hostname,
    username: template?.defaultUsername,
    affinityGroupIds: instance.affinityGroupIds,
    ...(flavour.showsProject ? projectFields(scene, instance) : {}),
    ...(full ? accessFields(scene, instance) : {}),
  };
}

function projectFields(scene: Scene, instance: CloudmcInstance) {
  return {
    projectId: scene.world.data.environments[instance.environment]?.projectId,
    isSshKeyEnabled: templateWithId(scene, instance.templateId)?.sshKeyEnabled ?? false,
    sshKeyName: instance.sshKeyName,
    dedicatedGroupId: instance.dedicatedGroupId,
  };
}

function accessFields(scene: Scene, instance: CloudmcInstance) {
  const access = accessOf(scene);

  function publicIp(address: CloudmcPublicIp) {
    const ports = (access.rules.get(address.id) ?? [])
      .filter((rule) => rule.instanceId === instance.id)
      .map(({ publicPortStart, publicPortEnd }) =>
        publicPortStart === publicPortEnd ? publicPortStart : `${publicPortStart}-${publicPortEnd}`,
      );
    return {
      id: address.id,
      ipAddress: address.ipAddress,
      purposes: purposesOf(access, address),
      ports: ports.length > 0 ? ports : undefined,
    };
  }

  return {
    userData: instance.userData ?? '',
    publicIps: (access.addresses.get(instance.id) ?? []).map(publicIp),
    nics: instance.nics.map(({ id, networkId }, index) => ({ id, isDefault: index === 0, networkId })),
  };
}
