using TorchSharp;
using Native = TorchSharp.torch.Tensor;

namespace Chatterbox.Torch;

/// <summary>
/// Products whose rows do not depend on how many there are. A library chooses its kernel by the number of rows, and another kernel sums
/// in another order; within one kernel every row is summed alike. So rows are filled up with zeros to whole blocks.
/// </summary>
internal static class RowBlocks
{
    /// <summary>Rows of a block: a decoding step of the server's default size is one.</summary>
    public const int Rows = 16;

    /// <summary>x W^T + b of (rows, in).</summary>
    /// <param name="x">Rows of the weight's type.</param>
    /// <param name="weight">The matrix.</param>
    /// <param name="oneByOne">
    /// Whether each block is a product of its own, always of the same shape and so by the same kernel. Otherwise all blocks are one product.
    /// </param>
    public static Native Multiply(Native x, TorchWeight weight, bool oneByOne)
    {
        long rows = x.shape[0], missing = (Rows - rows % Rows) % Rows;
        if (rows == 0)
            return torch.empty(0, weight.Shape[0], x.dtype, x.device);
        Native whole = missing == 0 ? x : torch.nn.functional.pad(x, [0, 0, 0, missing]);
        long blocks = (rows + missing) / Rows;
        Native y;
        if (oneByOne && blocks > 1)
        {
            var parts = new Native[blocks];
            for (long block = 0; block < blocks; block++)
                parts[block] = torch.nn.functional.linear(whole.narrow(0, block * Rows, Rows), weight.Values, weight.Bias);
            y = torch.cat(parts);
        }
        else
        {
            y = torch.nn.functional.linear(whole, weight.Values, weight.Bias);
        }

        return missing == 0 ? y : y.narrow(0, 0, rows);
    }
}
