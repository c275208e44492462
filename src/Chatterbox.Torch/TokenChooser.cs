using TorchSharp;
using Native = TorchSharp.torch.Tensor;

namespace Chatterbox.Torch;

/// <summary>
/// From logits to ids, every row by its own parameters and all rows in the same operations: what TokenSampler does on the host, in its
/// order, with its roundings. Sums are running ones in float64, which a row has to itself, and exponentials are rounded from float64,
/// as the host's nearly always are.
/// </summary>
internal static class TokenChooser
{
    /// <summary>Logits (any, V) to an id for each row of the batch, -1 where the logits are not numbers. The caller's scope frees all.</summary>
    public static Native Choose(Native logits, ChoiceBatch batch)
    {
        using Scalar infinity = float.PositiveInfinity, none = -1;
        Native x = Guide(logits, batch);                                                       // (R, V)
        Forbid(x, batch.Forbidden);
        Native broken = x.amax([1]).abs().lt(infinity).logical_not();                          // (R), a NaN is the largest
        Penalize(x, batch.PenaltiesFirst);
        if (batch.Tempers)
            x = x.div(batch.Temperature);
        x = Drop(x, batch);
        Penalize(x, batch.PenaltiesLast);
        Native ids = Draw(x, batch.Uniform);                                                   // (R)
        if (batch.HasGreedy)
            ids = x.argmax(1).where(batch.IsGreedy, ids);
        return ids.masked_fill(broken, none);
    }

    /// <summary>cond + w (cond - uncond) in a tensor of its own; without guidance the conditional row as it is, infinities too.</summary>
    private static Native Guide(Native logits, ChoiceBatch batch)
    {
        Native conditional = logits.index_select(0, batch.Conditional);                        // (R, V)
        if (!batch.Guides)
            return conditional;
        Native guided = conditional.add(conditional.sub(logits.index_select(0, batch.Unconditional)).mul(batch.Guidance));
        return guided.where(batch.IsGuided, conditional);
    }

    private static void Forbid(Native x, Native places)
    {
        if (places.shape[0] == 0)
            return;
        using Scalar dropped = float.NegativeInfinity;
        x.view(-1).index_fill_(0, places, dropped);
    }

    /// <summary>In place: the places are distinct.</summary>
    private static void Penalize(Native x, (Native Places, Native Factors) penalties)
    {
        if (penalties.Places.shape[0] == 0)
            return;
        using Scalar zero = 0;
        Native all = x.view(-1), drawn = all.index_select(0, penalties.Places);
        Native penalized = drawn.mul(penalties.Factors).where(drawn.lt(zero), drawn.div(penalties.Factors));
        all.index_copy_(0, penalties.Places, penalized);
    }

    /// <summary>Top-k, min-p and top-p. One sort serves: what is dropped is always the least likely, so the order of the rest stays.</summary>
    private static Native Drop(Native x, ChoiceBatch batch)
    {
        using Scalar dropped = float.NegativeInfinity;
        Native? order = null;
        if (batch.HasTopK || batch.HasTopP)
        {
            (Native rising, order) = x.sort(1, stable: true);                                  // (R, V)
            if (batch.HasTopK)
                x = x.masked_fill(x.lt(rising.gather(1, batch.TopKPlace)), dropped);
        }

        if (batch.HasMinP)
        {
            Native probabilities = Softmax(x);
            x = x.masked_fill(probabilities.lt(probabilities.amax([1], keepdim: true).mul(batch.MinP)), dropped);
        }

        if (batch.HasTopP)
        {
            long others = x.shape[1] - 1;                                                      // the best, which is last, stays
            Native rising = x.gather(1, order!);
            Native sums = Softmax(rising).cumsum(1, torch.float64).to_type(torch.float32);
            rising.narrow(1, 0, others).masked_fill_(sums.narrow(1, 0, others).le(batch.Dropped), dropped);
            x = x.scatter(1, order!, rising);
        }

        return x;
    }

    /// <summary>The first id whose share of the running sum exceeds the random number, (R).</summary>
    private static Native Draw(Native x, Native uniform)
    {
        Native probabilities = Softmax(x);                                                     // (R, V)
        using Scalar zero = 0;
        Native sums = probabilities.cumsum(1, torch.float64);
        Native past = sums.div(Last(sums)).gt(uniform);

        // A GPU adds in parts, whose sums may rise by a rounding at an id that has no probability.
        return past.logical_and(probabilities.gt(zero)).to_type(torch.uint8).argmax(1);
    }

    /// <summary>exp(x - max) / sum along the rows, in float32; minus infinity becomes 0.</summary>
    private static Native Softmax(Native x)
    {
        Native exponentials = x.sub(x.amax([1], keepdim: true)).to_type(torch.float64).exp().to_type(torch.float32);
        return exponentials.div(Last(exponentials.cumsum(1, torch.float64))).to_type(torch.float32);
    }

    private static Native Last(Native sums) => sums.narrow(1, sums.shape[1] - 1, 1);
}
