namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>How far the flow is: encoder layers and estimator blocks.</summary>
/// <param name="Done">Blocks that are computed.</param>
/// <param name="Total">Blocks of the whole run.</param>
public readonly record struct FlowProgress(int Done, int Total);
