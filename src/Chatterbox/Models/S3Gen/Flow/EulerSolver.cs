using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// Carries noise to a mel along the estimated velocity in Euler steps: on a cosine grid with classifier-free guidance, or, for
/// mean-flow checkpoints, on a linear grid without. Port of CausalConditionalCFM in chatterbox models/s3gen/flow_matching.py;
/// steps that reuse guidance are our own.
/// </summary>
internal sealed class EulerSolver(Weights w)
{
    private const float GuidanceRate = 0.7f;
    private const int GuidedSteps = 10;
    private const int MeanFlowSteps = 2;

    private readonly Estimator _estimator = new(w.At("estimator").For(WeightRole.Renderer));

    /// <summary>Whether it is guided: not in mean-flow checkpoints.</summary>
    public bool IsGuided => !_estimator.IsMeanFlow;

    /// <summary>Steps that the checkpoint is meant for.</summary>
    public int DefaultSteps => IsGuided ? GuidedSteps : MeanFlowSteps;

    /// <summary>Estimator blocks of one step.</summary>
    public int BlocksPerStep => _estimator.BlockCount;

    /// <summary>Noise x, mu and prompt (1, T, 80) and speaker (1, 80) to the mel (1, T, 80). For the steps see <see cref="IsGuidedStep"/>.</summary>
    public Tensor Forward(Tensor x, Tensor mu, Tensor speaker, Tensor prompt, int steps, int guidanceEvery, FlowMonitor monitor)
    {
        using Scope scope = x.Engine.BeginScope();
        float[] times = IsGuided ? TimeGrid.Cosine(steps) : TimeGrid.Linear(steps);
        Tensor conditions = Conditions(mu, speaker, prompt); // (B, T, 240)
        Tensor conditional = conditions.Slice(0, 0, 1); // (1, T, 240)
        Tensor? guidance = null; // (1, T, 80), of the last guided step
        for (int i = 0; i < steps; i++)
        {
            using Scope step = x.Engine.BeginScope();
            bool guided = IsGuidedStep(i, steps, guidanceEvery);
            Tensor velocity = Velocity(x.Tap($"flow/est/{i}/x"), guided ? conditions : conditional, times[i], times[i + 1], i, monitor); // (B, T, 80)
            if (IsGuided && guided)
            {
                if (guidanceEvery > 1)
                    guidance = step.Keep(Guidance(velocity));
                velocity = Guide(velocity); // (1, T, 80)
            }
            else if (IsGuided)
            {
                velocity = x.Engine.AddScaled(velocity, guidance!, GuidanceRate); // (1, T, 80)
            }

            x = step.Keep(x.Engine.AddScaled(x, velocity, times[i + 1] - times[i])); // (1, T, 80)
        }

        return scope.Keep(x);
    }

    /// <summary>
    /// Whether guidance, how far the conditional velocity is from the unconditional, is computed at a step. The others take it from the
    /// guided step before them; the first and the last always compute it.
    /// </summary>
    public static bool IsGuidedStep(int step, int steps, int guidanceEvery) => step % guidanceEvery == 0 || step == steps - 1;

    /// <summary>The estimated velocity (B, T, 80) at x (1, T, 80) under conditions (B, T, 240).</summary>
    private Tensor Velocity(Tensor x, Tensor conditions, float start, float end, int index, FlowMonitor monitor)
    {
        int batch = conditions.Dim(0);
        Tensor t = Time(start).Tap($"flow/est/{index}/t"); // (B)
        Tensor r = Time(end); // (B)
        if (!IsGuided)
            r.Tap($"flow/est/{index}/r");
        Tensor rows = batch == 1 ? x : x.Engine.Concat(0, x, x); // (B, T, 80)
        return _estimator.Forward(rows, conditions, t, r, monitor).Tap($"flow/est/{index}/out"); // (B, T, 80)

        Tensor Time(float time) => x.Engine.FromHost(batch == 1 ? [time] : [time, time], new Shape(batch));
    }

    /// <summary>mu, speaker and prompt side by side; with guidance a second row of zeros.</summary>
    private Tensor Conditions(Tensor mu, Tensor speaker, Tensor prompt)
    {
        Engine engine = mu.Engine;
        using Scope scope = engine.BeginScope();
        Tensor speakers = engine.RepeatFrames(speaker.Reshape(new Shape(1, 1, speaker.Dim(1))), mu.Dim(1)); // (1, T, 80)
        return scope.Keep(engine.Concat(2, Rows(mu), Rows(speakers), Rows(prompt).Tap("flow/cond"))); // (B, T, 240)

        Tensor Rows(Tensor x) => IsGuided ? engine.Concat(0, x, engine.Zeros(x.Shape)) : x;
    }

    /// <summary>(1 + rate) conditional - rate unconditional: (2, T, 80) to (1, T, 80)</summary>
    private static Tensor Guide(Tensor velocity)
    {
        Tensor conditional = velocity.Slice(0, 0, 1), unconditional = velocity.Slice(0, 1, 1); // (1, T, 80)
        return velocity.Engine.AddScaled(conditional.Scale(1 + GuidanceRate), unconditional, -GuidanceRate);
    }

    /// <summary>conditional - unconditional: (2, T, 80) to (1, T, 80)</summary>
    private static Tensor Guidance(Tensor velocity) => velocity.Engine.AddScaled(velocity.Slice(0, 0, 1), velocity.Slice(0, 1, 1), -1);
}
