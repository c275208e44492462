namespace Chatterbox.Tensors;

/// <summary>
/// How the next token of one sequence is chosen from its logits, in this order: guidance, the forbidden id, the penalty (unless it is
/// last), temperature, top-k, min-p, top-p, the penalty (if it is last), the draw. What is off leaves the logits as they are.
/// </summary>
public readonly record struct TokenChoice
{
    /// <summary>Rows of logits: 1, or 2 with guidance, the conditional row before the unconditional one.</summary>
    public required int Rows { get; init; }

    /// <summary>Weight w of cond + w (cond - uncond), where there are two rows.</summary>
    public float Guidance { get; init; }

    /// <summary>The id that cannot be drawn, if any.</summary>
    public int? Forbidden { get; init; }

    /// <summary>Whether the best token is taken, the first of equal ones; otherwise <see cref="Uniform"/> decides.</summary>
    public bool Greedy { get; init; }

    /// <summary>Divides the logits; 1 changes nothing.</summary>
    public required float Temperature { get; init; }

    /// <summary>Keeps this many best tokens, and all that tie with the last of them; 0 keeps all.</summary>
    public int TopK { get; init; }

    /// <summary>Drops tokens less likely than this times the best; 0 drops none.</summary>
    public float MinP { get; init; }

    /// <summary>
    /// From the least likely on, equal ones by id, drops tokens while the sum of their probabilities, in double precision and then
    /// rounded, is at most (float)(1 - p); the best always stays. 1 drops none.
    /// </summary>
    public required double TopP { get; init; }

    /// <summary>Divides positive and multiplies negative logits of the tokens already drawn; 1 changes nothing.</summary>
    public required float Penalty { get; init; }

    /// <summary>Whether the penalty comes last.</summary>
    public bool PenaltyLast { get; init; }

    /// <summary>Ids that the penalty is for, each once; read during the call only.</summary>
    public ReadOnlyMemory<int> Drawn { get; init; }

    /// <summary>Random number from 0 to below 1: takes the first id whose cumulative probability, in double precision, exceeds it.</summary>
    public double Uniform { get; init; }
}
