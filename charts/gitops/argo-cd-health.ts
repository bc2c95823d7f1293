/** Parts of a time, as Lua calls them. */
const PARTS_OF_A_TIME = ['year', 'month', 'day', 'hour', 'min', 'sec'];
/** Minutes after which something that still has not come up counts as broken; a Deployment gives up on a rollout after 10. */
const PATIENCE_MINUTES = 15;

/**
 * Health of an Application seen from the Application that owns it, in Lua as Argo CD runs it. Argo CD has none of its own since 1.8, and
 * without one a wave of Applications is over as soon as they are written, not when they work.
 *
 * Argo CD waits for a Progressing child without limit, and takes up no new commit meanwhile. Its only timeout
 * (controller.sync.timeout.seconds) ends the sync for good: it is not retried, and a lab that slept through it would stop half-way
 * (controller/appcontroller.go, processRequestedAppOperation, v3.4.4). So patience ends here instead: what takes too long is Degraded,
 * which fails the parent's sync, and its next retry begins with the newest commit.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#argocd-app
 */
export const APPLICATION_HEALTH = `
-- Seconds since a time as the API writes it, which is in UTC.
local function age(timestamp)
  local year, month, day, hour, min, sec = string.match(timestamp or "", "^(%d+)-(%d+)-(%d+)T(%d+):(%d+):(%d+)")
  if year == nil then return 0 end
  local past = { ${PARTS_OF_A_TIME.map((part) => `${part} = tonumber(${part})`).join(', ')}, isdst = false }
  return os.time(os.date("!*t")) - os.time(past)
end

local function waiting(what, since)
  if age(since) > ${PATIENCE_MINUTES * 60} then
    return { status = "Degraded", message = "for more than ${PATIENCE_MINUTES} minutes: " .. what }
  end
  return { status = "Progressing", message = what }
end

local created = obj.metadata.creationTimestamp
local status = obj.status or {}
local operation = status.operationState
if operation ~= nil then
  local message = operation.message or "no message"
  if operation.phase == "Failed" or operation.phase == "Error" then
    return { status = "Degraded", message = "sync failed: " .. message }
  end
  if operation.phase ~= "Succeeded" then
    return waiting("syncing: " .. message, operation.startedAt)
  end
elseif status.history == nil and (status.sync == nil or status.sync.status ~= "Synced") then
  return waiting("not synced yet", created)
end

local health = status.health or {}
if health.status == "Healthy" or health.status == "Degraded" or health.status == "Suspended" then
  return { status = health.status, message = health.message or "" }
end
return waiting("its objects are " .. (health.status or "not looked at yet"), health.lastTransitionTime or created)
`.trimStart();
