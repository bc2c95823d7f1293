/** Name of the waypoint of a namespace, as `istioctl waypoint apply` would call it; goes into the label `istio.io/use-waypoint`. */
export const WAYPOINT = 'waypoint';
