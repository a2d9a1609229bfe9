-- For wrk: questions in turn, and at the end what tools/load.py reads: counts by status and percentiles in ms.
local questions = {
  "may a refugee be sent back to a country where she is in danger",
  "my employer keeps my passport", "detention of children pending removal", "ICRMW art 16(4)",
  "right of migrant workers to join a trade union", "who pays the fees of recruitment",
  "family reunification of unaccompanied minors", "statelessness at birth", "CRC arts 9 and 10",
  "interpreter in asylum proceedings", "emergency medical care without papers",
  "collective expulsion of aliens", "victims of trafficking recovery period", "Refugee Convention art 33",
  "equal pay for domestic workers", "consular notification after arrest", "rescue of persons at sea",
  "derecho de los trabajadores migratorios a la vivienda", "regroupement familial des refugies",
  "how long may someone be held before a judge decides", "access of children to school regardless of status",
  "transfer of earnings and savings", "climate displacement and return", "data protection of asylum seekers",
}
local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(_)
  counts = ""
  seen = {}
  at = number * 7
end

function request()
  at = at + 1
  local question = questions[at % #questions + 1]
  return wrk.format("POST", "/v1/search", { ["Content-Type"] = "application/json" }, '{"q": "' .. question .. '"}')
end

function response(status)
  seen[status] = (seen[status] or 0) + 1
  local parts = {}
  for code, count in pairs(seen) do table.insert(parts, code .. "=" .. count) end
  counts = table.concat(parts, " ")
end

function done(summary, latency, _)
  local total = {}
  for _, thread in ipairs(threads) do
    for code, count in thread:get("counts"):gmatch("(%d+)=(%d+)") do
      total[code] = (total[code] or 0) + tonumber(count)
    end
  end
  local parts = {}
  for code, count in pairs(total) do table.insert(parts, string.format('"%s": %d', code, count)) end
  local e = summary.errors
  io.write(string.format(
    'RESULT {"seconds": %f, "statuses": {%s}, "broken": %d, "p50": %f, "p95": %f, "p99": %f}\n',
    summary.duration / 1e6, table.concat(parts, ", "), e.connect + e.read + e.write + e.timeout,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3))
end
