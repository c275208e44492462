using System.CommandLine;
using System.Globalization;
using Chatterbox.Audio;
using Chatterbox.Models.Perth;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Server.Commands;

/// <summary><c>watermark</c>: reads the watermark of a recording back.</summary>
internal sealed class WatermarkCommand
{
    private const float Threshold = 0.5f;

    private readonly Command _command = new(
        "watermark",
        "Tells whether a recording carries the watermark of generated speech: its confidence from 0 to 1, and yes from 0.5 up.\n\n"
        + "  chatterbox watermark speech.wav");

    private readonly Argument<string> _file = new("FILE") { Description = "A recording in any format." };

    private WatermarkCommand()
    {
        _command.Arguments.Add(_file);
        _command.SetAction((result, cancellation) => CommandRunner.RunAsync(() => Run(result, cancellation)));
    }

    /// <summary>The verb.</summary>
    public static Command Create() => new WatermarkCommand()._command;

    private int Run(ParseResult result, CancellationToken cancellation)
    {
        string path = result.GetValue(_file)!;
        AudioClip clip = Recording.Read(path, cancellation).ToMono();
        using CpuEngine engine = new();
        float confidence = PerthWatermark.Open(engine, BundledFiles.Watermark).Read(clip.Samples, clip.SampleRate);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{path}: confidence {confidence:F2}, watermarked: {(confidence >= Threshold ? "yes" : "no")}"));
        return ExitCode.Done;
    }
}
