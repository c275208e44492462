namespace Chatterbox.Server.Benchmark;

/// <summary>How soon a process that has just started speaks: until T3's first speech token with the model's own voice.</summary>
/// <param name="Seconds">Seconds since the process started, runtime and loading included; null where it was not measured.</param>
/// <param name="DiskBytes">What was read from disk meanwhile, and not from the system's file cache; null where the system does not tell.</param>
/// <param name="NotMeasured">Why it was not measured; null where it was.</param>
internal sealed record StartResult(double? Seconds, long? DiskBytes, string? NotMeasured)
{
    /// <summary>Of a checkpoint whose values are made while it is loaded.</summary>
    public static readonly StartResult Generated = new(null, null, "values made from an inventory are not read from files; 'chatterbox checkpoint' writes a folder for --model-dir");

    /// <summary>Of a folder without a voice.</summary>
    public static readonly StartResult NoVoice = new(null, null, "the folder has no voice of its own");
}
