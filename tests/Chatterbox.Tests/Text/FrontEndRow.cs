using System.Text.Json;

namespace Chatterbox.Tests.Text;

/// <summary>A row of the recorded token ids in parity_data/frontend.</summary>
internal sealed record FrontEndRow(string Text, int[] Ids, string? Language = null, string? Normalized = null)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    public static FrontEndRow[] Read(string fileName) =>
        JsonSerializer.Deserialize<FrontEndRow[]>(File.ReadAllBytes(Repo.Path("parity_data", "frontend", fileName)), Options)!;
}
