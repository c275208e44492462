namespace Chatterbox.Tests;

/// <summary>Whether the tests run where all the programs they need have been installed, so that none may be skipped for want of one.</summary>
internal static class ContinuousIntegration
{
    /// <summary>The variable CI is set, to whatever; build services set it to true or 1.</summary>
    public static bool IsOn { get; } = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));
}
