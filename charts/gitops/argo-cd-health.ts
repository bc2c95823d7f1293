import { ageLua } from './lua';

/** Minutes after which something that still has not come up counts as broken; a Deployment gives up on a rollout after 10. */
const PATIENCE_MINUTES = 15;
/**
 * Minutes that a refused spec may take. Argo CD looks at a refused Application again only every 2 to 3 minutes
 * (controller.timeout.reconciliation and its jitter), and what it is refused for, mostly its project, may be there by then.
 */
const REFUSED_MINUTES = 5;

/**
 * Health of an Application seen from the Application that owns it, in Lua as Argo CD runs it. Argo CD has none of its own since 1.8, and
 * without one a wave of Applications is over as soon as they are written, not when they work.
 *
 * Three questions, in the order in which the controller answers them: has it looked at what the Application asks for now, has it applied
 * that, and do the objects work. `status.sync.comparedTo` is a copy of the spec at the last look (controller/state.go, CompareAppState,
 * v3.5.1). For a folder of `dist/` address and branch never change; there `source.name` holds a digest of the folder (content-digest.ts).
 * An Application that is OutOfSync although its sync succeeded works all the same, and its own alert tells of the difference.
 *
 * Argo CD waits for a Progressing child without limit, and takes up no new commit meanwhile. Its only timeout
 * (controller.sync.timeout.seconds) ends the sync for good: it is not retried, and a lab that slept through it would stop half-way
 * (controller/appcontroller.go, processRequestedAppOperation, v3.5.1). So patience ends here instead: what takes too long is Degraded,
 * which fails the parent's sync, and its next retry begins with the newest commit. Patience is counted from what is waited for, never
 * from the creation of an Application that has worked before.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#argocd-app
 */
export const APPLICATION_HEALTH = `
${ageLua()}
local function waiting(what, since, minutes)
  minutes = minutes or ${PATIENCE_MINUTES}
  if age(since) > minutes * 60 then
    return { status = "Degraded", message = "for more than " .. minutes .. " minutes: " .. what }
  end
  return { status = "Progressing", message = what }
end

-- The later of two times, as the API writes them; either may be missing.
local function later(a, b)
  if (a or "") > (b or "") then return a end
  return b
end

-- Argo CD leaves such fields out of its copy of a source.
local function nothing(value)
  if type(value) ~= "table" then return value == nil or value == false or value == "" end
  for _, each in pairs(value) do
    if not nothing(each) then return false end
  end
  return true
end

-- Whether two sources say the same. Values of a chart are copied as they are.
local function same(a, b, exact)
  if not exact and nothing(a) and nothing(b) then return true end
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for key, value in pairs(a) do
    if not same(value, b[key], exact or key == "valuesObject") then return false end
  end
  for key, value in pairs(b) do
    if a[key] == nil and (exact or not nothing(value)) then return false end
  end
  return true
end

local status = obj.status or {}
local sync = status.sync or {}
local operation = status.operationState

local function condition(kind)
  for _, each in ipairs(status.conditions or {}) do
    if each.type == kind then return each end
  end
end

-- Refused before anything is compared, so what was compared last says nothing.
local refused = condition("InvalidSpecError")
if refused ~= nil then
  return waiting("refused: " .. (refused.message or ""), refused.lastTransitionTime, ${REFUSED_MINUTES})
end

if operation == nil and status.history == nil and sync.comparedTo == nil then
  return waiting("not looked at yet", obj.metadata.creationTimestamp)
end
if not same(obj.spec.source, (sync.comparedTo or {}).source) then
  return waiting("its new source is not looked at yet", status.reconciledAt)
end

local unreadable = condition("ComparisonError")
if unreadable ~= nil then
  local message = unreadable.message or ""
  -- The chart is there and its values do not go with it: no waiting mends that. Everything else may be a network that is away.
  if string.find(message, "helm template", 1, true) then
    return { status = "Degraded", message = "cannot be rendered: " .. message }
  end
  return waiting("cannot be read: " .. message, unreadable.lastTransitionTime)
end

-- Asked for, not begun yet.
local ended = { Succeeded = true, Failed = true, Error = true }
if obj.operation ~= nil and (operation == nil or ended[operation.phase]) then
  return waiting("its sync has not begun", status.reconciledAt)
end
if operation ~= nil then
  local message = operation.message or "no message"
  if operation.phase == "Failed" or operation.phase == "Error" then
    return { status = "Degraded", message = "sync failed: " .. message }
  end
  if operation.phase ~= "Succeeded" then
    return waiting("syncing: " .. message, operation.startedAt)
  end
  if (operation.finishedAt or "") > (status.reconciledAt or "") then
    return waiting("not looked at since its sync", operation.finishedAt)
  end
elseif status.history == nil and sync.status ~= "Synced" then
  return waiting("not synced yet", obj.metadata.creationTimestamp)
end

local finished = (operation or {}).finishedAt
local health = status.health or {}
local message = health.message or ""
if health.status == "Healthy" then
  return { status = "Healthy", message = message }
end
if health.status == "Suspended" then
  -- Somebody has paused one of its objects on purpose. As Suspended it would hold the next wave for ever.
  return { status = "Healthy", message = "some of its objects are suspended" }
end
local found = "its objects are " .. (health.status or "not looked at yet")
if message ~= "" then found = found .. ": " .. message end
if health.status == "Degraded" then
  -- Objects that have just been written may be so for a moment; afterwards it is news at once.
  if finished ~= nil and age(finished) <= ${PATIENCE_MINUTES * 60} then
    return { status = "Progressing", message = found }
  end
  return { status = "Degraded", message = found }
end
return waiting(found, later(health.lastTransitionTime, finished) or status.reconciledAt)
`.trimStart();

/** The same for a lab in which Applications have several sources, which Argo CD copies to another field. */
export const APPLICATION_HEALTH_SEVERAL = APPLICATION_HEALTH.replace(
  'if not same(obj.spec.source, (sync.comparedTo or {}).source) then',
  ['local compared = sync.comparedTo or {}',
    'if not same(obj.spec.source, compared.source) or not same(obj.spec.sources, compared.sources) then'].join('\n'),
);

/**
 * Health of a definition. Argo CD's own check calls a fresh one Degraded until its cache has seen the API server's answer, and looks again
 * only minutes later; the sync itself waits until the definition is established (gitops-engine, sync_context.go, ensureCRDReady, v3.5.1).
 * So what counts is what never mends itself: names that another definition has, and a schema that the API server cannot use.
 */
export const DEFINITION_HEALTH = `
for _, condition in ipairs((obj.status or {}).conditions or {}) do
  local said = condition.message or condition.reason or ""
  if condition.type == "NamesAccepted" and condition.status == "False" then
    return { status = "Degraded", message = "its names are not accepted: " .. said }
  end
  if condition.type == "NonStructuralSchema" and condition.status == "True" then
    return { status = "Degraded", message = "its schema cannot be used: " .. said }
  end
end
return { status = "Healthy", message = "" }
`.trimStart();
