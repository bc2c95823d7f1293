# ztunnel's config_dump to Prometheus' text format. Fails on anything it does not understand, so that no wrong date is published.

def escaped: gsub("\\\\"; "\\\\") | gsub("\""; "\\\"") | gsub("\n"; "\\n");

# RFC 3339 to seconds since 1970; jq's own parser knows neither fractions nor offsets.
def seconds:
  capture("^(?<local>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\\.[0-9]+)?"
    + "(Z|(?<sign>[+-])(?<hours>[0-9]{2}):(?<minutes>[0-9]{2}))$")
    // error("not a date: \(.)")
  | (.local + "Z" | fromdateiso8601)
    - (if .sign == null then 0 else ((.hours | tonumber) * 3600 + (.minutes | tonumber) * 60) * (if .sign == "-" then -1 else 1 end) end);

def kind: if . == "Available" then "available" elif . == "Initializing" then "initializing" else "unavailable" end;

if (.certificates | type) != "array" then error("no list of certificates") else .certificates end
| map({
    identity: (.identity | strings // error("no identity")),
    state: (.state | strings // error("no state") | kind),
    leaf: .certChain[0].expirationTime
  })
| map(if .state == "available" then .notAfter = (.leaf | strings // error("an available certificate without a date") | seconds) else . end)
# One identity can be held twice while it is being replaced; a series may appear only once, and the earlier date is the safe one.
| (map(select(.notAfter)) | group_by(.identity) | map(min_by(.notAfter))) as $dated
| . as $all
| "# HELP ztunnel_workload_certificates Workload certificates ztunnel holds, by state.",
  "# TYPE ztunnel_workload_certificates gauge",
  (("available", "initializing", "unavailable") as $state
    | ([$all[] | select(.state == $state)] | length) as $count
    | "ztunnel_workload_certificates{state=\"\($state)\"} \($count)"),
  "# HELP ztunnel_workload_certificate_not_after_seconds When the certificate of a workload identity expires, in seconds since 1970.",
  "# TYPE ztunnel_workload_certificate_not_after_seconds gauge",
  ($dated[] | "ztunnel_workload_certificate_not_after_seconds{identity=\"\(.identity | escaped)\"} \(.notAfter)"),
  (if ($dated | length) == 0 then empty else
    "# HELP ztunnel_workload_certificate_earliest_not_after_seconds When the first of them expires, in seconds since 1970.",
    "# TYPE ztunnel_workload_certificate_earliest_not_after_seconds gauge",
    "ztunnel_workload_certificate_earliest_not_after_seconds \([$dated[].notAfter] | min)"
  end)
