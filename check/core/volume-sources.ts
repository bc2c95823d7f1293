/**
 * Kinds of volumes whose drivers are not part of Kubernetes any more, or never were, and the fields that each has to have. The API server
 * still knows them: validateVolumeSource of k8s.io/kubernetes/pkg/apis/core/validation.
 */
export const VOLUME_SOURCES: Readonly<Record<string, readonly string[] | undefined>> = {
  awsElasticBlockStore: ['volumeID'],
  azureDisk: ['diskName', 'diskURI'],
  azureFile: ['secretName', 'shareName'],
  cephfs: ['monitors'],
  cinder: ['volumeID'],
  flexVolume: ['driver'],
  flocker: [],
  gcePersistentDisk: ['pdName'],
  gitRepo: ['repository'],
  glusterfs: ['endpoints', 'path'],
  photonPersistentDisk: ['pdID'],
  portworxVolume: ['volumeID'],
  quobyte: ['registry', 'volume'],
  rbd: ['monitors', 'image'],
  scaleIO: ['gateway', 'system', 'volumeName'],
  storageos: ['volumeName'],
  vsphereVolume: ['volumePath'],
};
