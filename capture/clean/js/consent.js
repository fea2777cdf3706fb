// Drives autoconsent's engine, which `capture.clean.consent` has put into this world, one exchange at a time: hands it
// the answers of the last exchange and waits for what it says next.
// The argument: {rules?: […], answers: [[id, value]], limit_ms}. The answer: {evals: [{id, code}], said: […], done}.
async ({ rules, answers, limit_ms }) => {
  const state = globalThis.captureConsent;
  if (rules) {
    globalThis.autoconsentReceiveMessage({
      type: 'initResp',
      config: {
        autoAction: 'optOut', enablePrehide: false, enableCosmeticRules: false, detectRetries: 0, isMainWorld: false,
        logs: { lifecycle: false, rulesteps: false, detectionsteps: false, evals: false, errors: false, messages: false, waits: false },
      },
      rules: { autoconsent: rules },
    });
  }
  for (const [id, value] of answers) globalThis.autoconsentReceiveMessage({ type: 'evalResp', id, result: value });
  const start = performance.now();
  const finished = () => state.queue.some((m) => m.type === 'autoconsentDone' || m.type === 'optOutResult' || m.type === 'autoconsentError'
    || (m.type === 'report' && /nothingDetected|done|optOutFailed/.test(m.state.lifecycle)));
  while (!state.queue.some((m) => m.type === 'eval') && !finished() && performance.now() - start < limit_ms) {
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
  const queue = state.queue.splice(0);
  return {
    evals: queue.filter((m) => m.type === 'eval').slice(0, 50).map((m) => ({ id: m.id, code: String(m.code).slice(0, 20000) })),
    said: queue.filter((m) => m.type !== 'eval').slice(0, 100).map((m) => ({ type: m.type, cmp: String(m.cmp || '').slice(0, 100), result: m.result === true })),
    done: queue.some((m) => m.type === 'autoconsentDone' || m.type === 'optOutResult' || m.type === 'autoconsentError'
      || (m.type === 'report' && /nothingDetected|done|optOutFailed/.test(m.state.lifecycle))),
  };
}
