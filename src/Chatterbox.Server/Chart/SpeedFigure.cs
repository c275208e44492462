namespace Chatterbox.Server.Chart;

/// <summary>How fast a program speaks with the models of a family.</summary>
/// <param name="Family">The family.</param>
/// <param name="Program">The program, with its precision.</param>
/// <param name="Machine">What it ran on.</param>
/// <param name="Rtf">Seconds of work for a second of audio.</param>
/// <param name="IsOurs">Whether the program is this one.</param>
internal sealed record SpeedFigure(ModelFamily Family, string Program, string Machine, double Rtf, bool IsOurs);
