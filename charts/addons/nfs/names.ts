/** Name of the add-on. */
export const NFS = 'nfs';
/** Name of the driver's Deployment, which makes and deletes volumes, as the chart has it. */
export const CONTROLLER = 'csi-nfs-controller';
/** Name of its DaemonSet, which mounts them, as the chart has it. */
export const NODE = 'csi-nfs-node';
