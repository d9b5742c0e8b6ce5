-- Prints what scripts/bench reads: requests, seconds, answers that were no 200, then p50, p95 and p99 in milliseconds.
done = function(summary, latency)
   local errors = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
   io.write(string.format("figures %d %f %d %f %f %f\n", summary.requests, summary.duration / 1e6, errors,
      latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3))
end
