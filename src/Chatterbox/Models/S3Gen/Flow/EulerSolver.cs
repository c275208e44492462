using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// Carries noise to a mel along the estimated velocity in Euler steps: on a cosine grid with classifier-free guidance, or, for
/// mean-flow checkpoints, on a linear grid without. Port of CausalConditionalCFM in chatterbox models/s3gen/flow_matching.py.
/// </summary>
internal sealed class EulerSolver(Weights w)
{
    private const float GuidanceRate = 0.7f;
    private const int GuidedSteps = 10;
    private const int MeanFlowSteps = 2;

    private readonly Estimator _estimator = new(w.At("estimator").For(WeightRole.Renderer));

    /// <summary>Steps that the checkpoint is meant for.</summary>
    public int DefaultSteps => _estimator.IsMeanFlow ? MeanFlowSteps : GuidedSteps;

    /// <summary>Estimator blocks of one step.</summary>
    public int BlocksPerStep => _estimator.BlockCount;

    /// <summary>Noise x, mu and prompt (1, T, 80) and speaker (1, 80) to the mel (1, T, 80).</summary>
    public Tensor Forward(Tensor x, Tensor mu, Tensor speaker, Tensor prompt, int steps, FlowMonitor monitor)
    {
        using Scope scope = x.Engine.BeginScope();
        float[] times = _estimator.IsMeanFlow ? TimeGrid.Linear(steps) : TimeGrid.Cosine(steps);
        Tensor conditions = Conditions(mu, speaker, prompt); // (B, T, 240)
        for (int i = 0; i < steps; i++)
            x = Step(x.Tap($"flow/est/{i}/x"), conditions, times[i], times[i + 1], i, monitor); // (1, T, 80)
        return scope.Keep(x);
    }

    private Tensor Step(Tensor x, Tensor conditions, float start, float end, int index, FlowMonitor monitor)
    {
        using Scope scope = x.Engine.BeginScope();
        Tensor t = Time(start).Tap($"flow/est/{index}/t"); // (B)
        Tensor r = Time(end); // (B)
        Tensor rows = _estimator.IsMeanFlow ? x : x.Engine.Concat(0, x, x); // (B, T, 80)
        Tensor velocity = _estimator.Forward(rows, conditions, t, r, monitor).Tap($"flow/est/{index}/out"); // (B, T, 80)
        if (_estimator.IsMeanFlow)
            r.Tap($"flow/est/{index}/r");
        else
            velocity = Guide(velocity); // (1, T, 80)
        return scope.Keep(x.Engine.AddScaled(x, velocity, end - start)); // (1, T, 80)

        Tensor Time(float time) => x.Engine.FromHost(_estimator.IsMeanFlow ? [time] : [time, time], new Shape(conditions.Dim(0)));
    }

    /// <summary>mu, speaker and prompt side by side; with guidance a second row of zeros.</summary>
    private Tensor Conditions(Tensor mu, Tensor speaker, Tensor prompt)
    {
        Engine engine = mu.Engine;
        using Scope scope = engine.BeginScope();
        Tensor speakers = engine.RepeatFrames(speaker.Reshape(new Shape(1, 1, speaker.Dim(1))), mu.Dim(1)); // (1, T, 80)
        return scope.Keep(engine.Concat(2, Rows(mu), Rows(speakers), Rows(prompt).Tap("flow/cond"))); // (B, T, 240)

        Tensor Rows(Tensor x) => _estimator.IsMeanFlow ? x : engine.Concat(0, x, engine.Zeros(x.Shape));
    }

    /// <summary>(1 + rate) conditional - rate unconditional: (2, T, 80) to (1, T, 80)</summary>
    private static Tensor Guide(Tensor velocity)
    {
        Tensor conditional = velocity.Slice(0, 0, 1), unconditional = velocity.Slice(0, 1, 1); // (1, T, 80)
        return velocity.Engine.AddScaled(conditional.Scale(1 + GuidanceRate), unconditional, -GuidanceRate);
    }
}
