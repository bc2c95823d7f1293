#!/bin/bash
# Asks a cluster for everything that this lab needs of it, before anything is applied. It changes nothing, and says all at once.
# Exit code 0: all is so. 1: something is not. 2: the cluster could not be asked.
set -uo pipefail
# shellcheck source=lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

problems=0
# finding WHERE WHAT WHY FIX
finding() {
  problems=$((problems + 1))
  printf 'fail  %s %s\n      why: %s\n      fix: %s\n' "$1" "$2" "$3" "$4" | printable
}
# What may be as it should be, and is worth knowing.
note() { printf 'note  %s\n' "$*" | printable; }

# ask KIND TEMPLATE: a line for each object; the first question that is not answered ends it all.
ask() {
  local answer
  if ! answer=$(kube get "$1" --all-namespaces -o "go-template={{range .items}}$2{{\"\\n\"}}{{end}}" 2>&1); then
    warn "The cluster does not show its $1: $(printable <<<"$answer" | tail -n 1)"
    exit 2
  fi
  printable <<<"$answer" | grep -v '^$' || true
}

# ---- Addresses and amounts

number_of() { local a b c d; IFS=. read -r a b c d <<<"$1"; printf '%s\n' "$(((a << 24) + (b << 16) + (c << 8) + d))"; }
is_address() { [[ $1 =~ ^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$ ]]; }
# in_network ADDRESS CIDR
in_network() {
  local bits=$((32 - ${2#*/}))
  (($(number_of "$1") >> bits == $(number_of "${2%/*}") >> bits))
}
# in_range ADDRESS FIRST-LAST
in_range() { (($(number_of "$1") >= $(number_of "${2%-*}") && $(number_of "$1") <= $(number_of "${2#*-}"))); }

# The MiB of a quantity of Kubernetes; 0 for what is none.
mebibytes() {
  local number=${1%%[A-Za-z]*} unit=${1##*[0-9]}
  [[ $number =~ ^[0-9]+$ ]] || { echo 0; return; }
  case $unit in
    Ki) echo $((number / 1024)) ;;
    Mi) echo "$number" ;;
    Gi) echo $((number * 1024)) ;;
    Ti) echo $((number * 1024 * 1024)) ;;
    k) echo $((number / 1049)) ;;
    M) echo $((number * 1000 / 1049)) ;;
    G) echo $((number * 1000000 / 1049)) ;;
    '') echo $((number / 1048576)) ;;
    *) echo 0 ;;
  esac
}

# older VERSION THAN: of two versions, v1.36.4+k3s1 or 6.1.0-13-amd64, compared by their numbers.
older() {
  local index a b left right
  left=$(tr -c '0-9\n' ' ' <<<"$1")
  right=$(tr -c '0-9\n' ' ' <<<"$2")
  for index in 1 2 3 4; do
    a=$(awk -v n="$index" '{ print $n + 0 }' <<<"$left")
    b=$(awk -v n="$index" '{ print $n + 0 }' <<<"$right")
    ((a == b)) || { ((a < b)); return; }
  done
  return 1
}
minor_of() { sed -E 's/^v?[0-9]+\.([0-9]+).*/\1/' <<<"$1"; }

# ---- Arguments of K3s, as it writes them to its node: ["server","--node-ip","192.168.1.20", ...]

arguments=''
read_arguments() {
  local list=$1 token name=''
  list=${list#[}
  list=${list%]}
  arguments=''
  while IFS= read -r token; do
    token=${token#\"}
    token=${token%\"}
    case $token in
      --*=* | -*=*) token=${token#-}; token=${token#-}; arguments+="${token%%=*}=${token#*=}"$'\n'; name='' ;;
      -*) name=${token#-}; name=${name#-}; arguments+="$name"$'\n' ;;
      *) [[ -z $name ]] || arguments=${arguments%$'\n'}"=$token"$'\n'; name='' ;;
    esac
  done <<<"${list//\",\"/$'\n'}"
}
# argument NAME: its values, one a line; nothing for one that is not there.
argument() { grep -E "^$1(=|$)" <<<"$arguments" | sed -E "s/^$1=?//"; }
# is_on NAME: whether a flag is set.
is_on() { local value; grep -qE "^$1(=|$)" <<<"$arguments" || return 1; value=$(argument "$1" | tail -n 1); [[ $value != false ]]; }
# leaves_out NAME: whether K3s is told to leave a part out.
leaves_out() { argument disable | tr ',' '\n' | tr -d ' ' | grep -qx "$1"; }

RESTART='write it to /etc/rancher/k3s/config.yaml (scripts/node/etc/rancher/k3s/config.yaml has all of it), then restart K3s'
FOR_LIFE='K3s keeps it for the life of a cluster'

check_server() {
  local node=$1 value index
  [[ $(argument flannel-backend | tail -n 1) == none ]] ||
    finding "$node" "runs flannel" 'two pod networks: containerd takes the file of one, and Cilium waits for pods that it does not see' \
      "flannel-backend: none; $RESTART, and remove what flannel leaves: ip link delete flannel.1; ip link delete cni0"
  is_on disable-network-policy ||
    finding "$node" "runs K3s' network policy controller" 'two programs write rules for the same policies' \
      "disable-network-policy: true; $RESTART"
  is_on disable-kube-proxy ||
    finding "$node" 'runs kube-proxy' 'Cilium takes its place, and the rules of both would lead packets to Services' \
      "disable-kube-proxy: true; $RESTART, and restart the machine, which clears the rules"
  leaves_out traefik ||
    finding "$node" 'installs Traefik' "it brings its own definitions of the Gateway API and asks for the gateway's ports" \
      "disable: [traefik]; $RESTART"
  leaves_out servicelb ||
    finding "$node" 'runs ServiceLB' 'it gives addresses to the same Services as MetalLB' "disable: [servicelb]; $RESTART"
  ! leaves_out coredns || finding "$node" 'leaves CoreDNS out' 'nothing resolves names for pods' "remove coredns from disable; $RESTART"
  value=$(argument cluster-cidr | tail -n 1)
  [[ ${value:-10.42.0.0/16} == "$POD_CIDR" ]] ||
    finding "$node" "has ${value:-10.42.0.0/16} for pods, and homelab.yaml says $POD_CIDR" \
      'pods would have addresses that Cilium does not route' \
      "$FOR_LIFE: write network.podCIDR: ${value:-10.42.0.0/16} in homelab.yaml, and run homelab synth"
  value=$(argument service-cidr | tail -n 1)
  [[ ${value:-10.43.0.0/16} == "$SERVICE_CIDR" ]] ||
    finding "$node" "has ${value:-10.43.0.0/16} for Services, and homelab.yaml says $SERVICE_CIDR" \
      'proxies would send what is in the cluster out of it' \
      "$FOR_LIFE: write network.serviceCIDR: ${value:-10.43.0.0/16} in homelab.yaml, and run homelab synth"
  for ((index = 0; index < ${#UNFIT[@]}; index += 3)); do
    grep -qE "^${UNFIT[index]}(=|$)" <<<"$arguments" || continue
    value=$(argument "${UNFIT[index]}" | tail -n 1)
    [[ $value != "${UNFIT[index + 1]}" && $value != false ]] || continue
    finding "$node" "has the argument ${UNFIT[index]}${value:+=$value}" "it ${UNFIT[index + 2]}" 'start K3s without it'
  done
}

# ---- Nodes

NODES='{{.metadata.name}}|{{with .metadata.labels}}{{with index . "node-role.kubernetes.io/control-plane"}}server{{end}}{{end}}|'
NODES+='{{range .status.addresses}}{{if eq .type "InternalIP"}}{{.address}} {{end}}{{end}}|{{with .spec.podCIDR}}{{.}}{{end}}|'
NODES+='{{.status.nodeInfo.architecture}}|{{.status.nodeInfo.operatingSystem}}|{{.status.nodeInfo.kernelVersion}}|'
NODES+='{{.status.nodeInfo.kubeletVersion}}|{{with .status.capacity}}{{with index . "cpu"}}{{.}}{{end}}|'
NODES+='{{with index . "memory"}}{{.}}{{end}}|'
NODES+='{{with index . "ephemeral-storage"}}{{.}}{{end}}{{else}}||{{end}}|{{with .spec.unschedulable}}cordoned{{end}}|'
NODES+='{{range .spec.taints}}{{.key}}:{{.effect}} {{end}}|'
NODES+='{{with .metadata.annotations}}{{with index . "k3s.io/node-args"}}{{.}}{{end}}{{end}}'

# check_machine NAME ARCHITECTURE SYSTEM KERNEL
check_machine() {
  [[ $3 == linux ]] || finding "$1" "runs $3" 'every image of the lab is for Linux' 'take a machine with Linux'
  case $2 in
    amd64 | arm64) ;;
    *) finding "$1" "is a machine of the architecture $2" 'Istio and others publish images for amd64 and arm64 alone' \
      'take a machine with a 64-bit Intel, AMD or ARM processor, and a 64-bit system on it' ;;
  esac
  ! older "$4" 5.10 ||
    finding "$1" "runs Linux $4" 'Cilium needs 5.10 or later' 'upgrade the system; Ubuntu 24.04 and Debian 13 have newer ones'
  case $4 in
    *rpi-2712*) note "$1 runs the kernel of Raspberry Pi OS with pages of 16 KiB ($4): some images do not start; Ubuntu's has 4 KiB." ;;
    *rpi* | *-v8+)
      finding "$1" "runs the kernel of Raspberry Pi OS ($4)" \
        'its processes have too few bits of addresses for Envoy, which is every gateway: "MmapAligned() failed" (istio/istio#51708)' \
        'install Ubuntu Server for the Raspberry Pi, or a kernel that is built with CONFIG_ARM64_VA_BITS_48' ;;
    *microsoft*) note "$1 runs in WSL ($4): MetalLB's addresses are not seen outside Windows, and the clock stops while Windows sleeps." ;;
  esac
}

# check_amounts NAME CPUS MEMORY DISK: a tenth less is what firmware, kernel and file system keep for themselves.
check_amounts() {
  local memory disk
  memory=$(mebibytes "$3")
  disk=$(mebibytes "$4")
  [[ ! $2 =~ ^[0-9]+$ ]] || (($2 >= NODE_CPUS)) ||
    finding "$1" "has $2 CPUs, and homelab.yaml says $NODE_CPUS" 'synth has checked that the platform fits the larger number' \
      "write nodes[0].cpus: $2, and run homelab synth, which says if that is too few"
  ((memory == 0 || memory * 10 >= NODE_MEMORY_GIB * 1024 * 9)) ||
    finding "$1" "has $((memory / 1024)) GiB of memory, and homelab.yaml says $NODE_MEMORY_GIB" 'pods that do not fit wait for ever' \
      "write nodes[0].memoryGiB: $(((memory + 512) / 1024)), and run homelab synth, which says if that is too little"
  ((disk == 0 || disk * 10 >= NODE_DISK_GIB * 1024 * 9)) ||
    finding "$1" "has $((disk / 1024)) GiB of disk, and homelab.yaml says $NODE_DISK_GIB" \
      'volumes are folders on it, and nothing else limits them' \
      "write nodes[0].diskGiB: $((disk / 1024)), and run homelab synth, which says if that is too little"
}

# check_release NAME VERSION
check_release() {
  local wanted
  wanted=$(minor_of "$K3S_VERSION")
  if [[ $2 != *+k3s* ]]; then
    finding "$1" "runs Kubernetes $2, which is no K3s" \
      "K3s' helm-controller installs Cilium and Argo CD here, and other parts rest on K3s, too" \
      "install K3s $K3S_VERSION (docs/host-none.md)"
  elif [[ $(minor_of "$2") != "$wanted" ]]; then
    finding "$1" "runs K3s $2, and the charts of this lab are tested with Kubernetes 1.$wanted" \
      'kinds and fields of another release may be missing' \
      "install K3s $K3S_VERSION, one minor version at a time; for a newer Kubernetes: homelab upgrade"
  elif older "$2" "$K3S_VERSION"; then
    finding "$1" "runs K3s $2, and homelab.yaml says $K3S_VERSION" 'an older helm-controller does not know all that the HelmCharts say' \
      "upgrade: curl -sfL https://get.k3s.io | INSTALL_K3S_VERSION=$K3S_VERSION sh -"
  fi
}

check_nodes() {
  local lines name role addresses pods architecture system kernel release cpus memory disk cordoned taints arguments_of
  local count=0 has_name=no has_address=no taint address range where
  lines=$(ask nodes "$NODES") || exit 2
  while IFS='|' read -r name role addresses pods architecture system kernel release cpus memory disk cordoned taints arguments_of; do
    [[ -n $name ]] || continue
    count=$((count + 1))
    where="node $name:"
    [[ $name != "$NODE_NAME" ]] || has_name=yes
    check_release "$where" "$release"
    check_machine "$where" "$architecture" "$system" "$kernel"
    for address in $addresses; do
      is_address "$address" || continue
      [[ $address != "$NODE_ADDRESS" ]] || has_address=yes
      in_network "$address" "$LAN_CIDR" ||
        finding "$where" "has the address $address, outside network.cidr $LAN_CIDR" \
            "MetalLB answers for its addresses in the node's own network" \
          'write the network of the machine to network.cidr; the pool follows'
      for range in $POOLS; do
        ! in_range "$address" "$range" ||
          finding "$where" "has an address of MetalLB's ($address in $range)" 'MetalLB could give it to a Service' \
            'leave it out of network.loadBalancerRange and network.addressPools'
      done
    done
    [[ -z $pods ]] || in_network "${pods%/*}" "$POD_CIDR" ||
      finding "$where" "gives pods addresses of $pods, outside network.podCIDR $POD_CIDR" 'Cilium does not route them' \
      "$FOR_LIFE: write the network of pods to network.podCIDR"
    [[ $name != "$NODE_NAME" ]] || check_amounts "$where" "$cpus" "$memory" "$disk"
    [[ -z $cordoned ]] || finding "$where" 'is cordoned' 'no pod is started there' "kubectl uncordon $name"
    for taint in $taints; do
      case $taint in
        # Without a network there are these, and what installs the network tolerates them.
        node.kubernetes.io/not-ready:* | node.cilium.io/agent-not-ready:* | node.cloudprovider.kubernetes.io/uninitialized:*) ;;
        *:PreferNoSchedule) ;;
        *) finding "$where" "has the taint $taint" 'what installs the platform does not tolerate it' \
            "kubectl taint node $name ${taint%%:*}-" ;;
      esac
    done
    read_arguments "$arguments_of"
    if [[ -z $arguments_of ]]; then
      [[ $release != *+k3s* ]] || finding "$where" 'does not say how its K3s was started (k3s.io/node-args)' \
      'nothing of flannel, kube-proxy and the networks can be checked' 'restart K3s, which writes it'
    elif [[ $arguments_of == '["server"'* ]]; then
      check_server "$where"
    elif [[ $role == server && $release == *+k3s* ]]; then
      finding "$where" 'is a server that was not started as one' 'its arguments cannot be read' 'start it with: k3s server'
    fi
  done <<<"$lines"
  if ((count == 0)); then
    finding 'the cluster' 'has no node' 'there is nothing to run on' 'start K3s on the machine'
    return
  fi
  [[ $has_name == yes ]] ||
    finding 'the cluster' "has no node named $NODE_NAME" 'runbooks, LAB.md and the configuration of K3s name it' \
      "write the name to nodes[0].name: $(cut -d '|' -f 1 <<<"$lines" | tr '\n' ' ')"
  [[ $has_address == yes ]] ||
    finding 'the cluster' "has no node at $NODE_ADDRESS" 'synth keeps that address free for it, and no other' \
      "write the address to nodes[0].address: $(cut -d '|' -f 3 <<<"$lines" | tr '\n' ' ')"
  ((count == 1)) || note \
      "There are $count nodes. The layers are made for one: volumes stay on the node that they were made on, and the files of" \
    'scripts/node belong on each of them.'
}

# ---- What runs there already

is_there() { grep -qx "$1" <<<"$charts"; }

check_charts() {
  local answer
  charts=''
  if answer=$(kube get helmcharts.helm.cattle.io --all-namespaces -o \
      'go-template={{range .items}}{{.metadata.namespace}}/{{.metadata.name}}{{"\n"}}{{end}}' 2>&1); then
    charts=$(printable <<<"$answer")
  elif [[ $answer == *"doesn't have a resource type"* ]]; then
    finding 'the cluster' 'knows no HelmChart' "K3s' helm-controller installs Cilium and Argo CD" \
      'take K3s, and start it without disable-helm-controller'
  else
    warn "The cluster does not show its HelmCharts: $(printable <<<"$answer" | tail -n 1)"
    exit 2
  fi
  ! is_there kube-system/traefik ||
    finding 'the cluster' "has K3s' Traefik" 'it asks for the ports of the gateway' 'disable: [traefik], and restart K3s, which removes it'
}

WORKLOADS='{{.kind}}|{{.metadata.namespace}}|{{.metadata.name}}'

check_workloads() {
  local lines kind namespace name where
  lines=$(ask daemonsets,deployments "$WORKLOADS") || exit 2
  while IFS='|' read -r kind namespace name; do
    where="$kind $namespace/$name"
    case $name in
      kube-flannel* | calico-node | calico-kube-controllers | tigera-operator | canal | weave-net | antrea-agent | kube-ovn-cni | \
          kube-router | aws-node)
        finding "$where" 'is another pod network' 'containerd takes the file of one, and the other never sees the pods' \
          'remove it, delete its file in /etc/cni/net.d on the machine, and restart the machine' ;;
      kube-proxy*)
        finding "$where" 'is a kube-proxy' 'Cilium takes its place, and the rules of both would lead packets to Services' \
            'delete it, and restart the machine' ;;
      svclb-*)
        finding "$where" "is K3s' ServiceLB" 'it gives addresses to the same Services as MetalLB' \
            'disable: [servicelb], and restart K3s, which removes it' ;;
      traefik*)
        is_there kube-system/traefik ||
          finding "$where" 'is a Traefik' 'a Service of type LoadBalancer of its own takes an address of MetalLB' \
              'remove it, or give its Service the type ClusterIP' ;;
      cilium | cilium-operator)
        is_there kube-system/cilium || theirs "$where" "$name" "Helm takes over no objects of another release" ;;
      argocd-server | argocd-repo-server | metallb-controller | metallb-speaker | cert-manager | istiod | ztunnel | istio-cni-node | \
          kube-prometheus-stack-operator)
        is_there kube-system/argocd || theirs "$where" "$name" 'this lab installs its own, and two of them work against each other' ;;
    esac
  done <<<"$lines"
}
theirs() { finding "$1" 'is there already' "$3" "uninstall it ($2), and leave it to the lab"; }

DEFAULT_CLASS='{{.metadata.name}} {{with .metadata.annotations}}'
DEFAULT_CLASS+='{{with index . "storageclass.kubernetes.io/is-default-class"}}{{.}}{{end}}{{end}}'

check_storage() {
  local classes
  classes=$(ask storageclasses "$DEFAULT_CLASS") || exit 2
  classes=$(awk '$2 == "true" { print $1 }' <<<"$classes")
  if [[ -z $classes ]]; then
    [[ $NEEDS_VOLUMES == no ]] ||
      finding 'the cluster' 'has no default StorageClass' 'Prometheus and others ask for volumes, and would wait for ever' \
      'start K3s without disable: [local-storage], or make another class the default one'
  elif (($(wc -l <<<"$classes") > 1)); then
    note "Several StorageClasses are the default one ($(tr '\n' ' ' <<<"$classes")): Kubernetes takes the newest."
  fi
}

check_services() {
  local address
  address=$(kube get service kubernetes --namespace default -o 'jsonpath={.spec.clusterIP}' 2>/dev/null | printable)
  ! is_address "$address" || in_network "$address" "$SERVICE_CIDR" ||
    finding 'the cluster' "has its API at $address, outside network.serviceCIDR $SERVICE_CIDR" \
      'proxies would send what is in the cluster out of it' \
      "$FOR_LIFE: write the network of Services to network.serviceCIDR"
}

check_rights() {
  [[ $(kube auth can-i '*' '*' --all-namespaces 2>/dev/null) == yes ]] ||
    finding 'this account' 'may not do everything' 'the lab makes namespaces, definitions and roles' \
      'use the kubeconfig of an administrator: /etc/rancher/k3s/k3s.yaml'
}

need_cluster
charts=''
check_rights
check_nodes
check_charts
check_workloads
check_storage
check_services
if ((problems > 0)); then
  printf '\n%s finding(s). Nothing was changed.\n' "$problems"
  exit 1
fi
say 'The cluster is as this lab needs it. Next: bash scripts/secrets.sh, then bash scripts/bootstrap.sh'
