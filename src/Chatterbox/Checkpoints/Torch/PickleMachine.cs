using Chatterbox.Tensors;

namespace Chatterbox.Checkpoints.Torch;

/// <summary>
/// Reads the part of Python's pickle protocol 2 that <c>torch.save</c> uses for tensors in dictionaries, lists and tuples
/// (the opcodes are those of Python's pickletools). Nothing is ever executed: names other than those of
/// <see cref="PickleGlobal"/> are refused. Work and memory are linear in the length of the pickle.
/// </summary>
/// <param name="loadStorage">Gives the storage that a persistent id names: (kind, class, key, device, count).</param>
internal sealed class PickleMachine(Func<object?[], TorchStorage> loadStorage)
{
    private const int Protocol = 2;

    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = new();
    private readonly Dictionary<uint, object?> _memo = [];

    /// <summary>
    /// The object that the pickle describes: null, bool, long, double, string, <c>object?[]</c> for a tuple,
    /// <c>List&lt;object?&gt;</c>, <c>Dictionary&lt;object, object?&gt;</c> or <see cref="TorchTensor"/>.
    /// </summary>
    /// <exception cref="CheckpointException">The pickle is malformed or asks for more than tensors.</exception>
    public object? Run(ReadOnlySpan<byte> pickle)
    {
        PickleReader reader = new(pickle);
        if (reader.Byte() != 0x80 || reader.Byte() != Protocol)
            throw new CheckpointException($"its pickle is not of protocol {Protocol}.");
        for (byte opcode = reader.Byte(); opcode != '.'; opcode = reader.Byte())
            if (!TryPushValue(opcode, ref reader) && !TryMemo(opcode, ref reader) && !TryBuild(opcode))
                throw new CheckpointException($"its pickle uses the operation 0x{opcode:X2}, which tensors do not need.");
        return Pop();
    }

    private bool TryPushValue(byte opcode, ref PickleReader reader)
    {
        object? value;
        switch (opcode)
        {
            case (byte)'N': value = null; break;
            case 0x88: value = true; break;
            case 0x89: value = false; break;
            case (byte)'J': value = (long)reader.Int32(); break;
            case (byte)'K': value = (long)reader.Byte(); break;
            case (byte)'M': value = (long)reader.UInt16(); break;
            case 0x8A: value = reader.Long(); break;
            case (byte)'G': value = reader.Float64(); break;
            case (byte)'X': value = reader.Text(); break;
            case (byte)'c': value = PickleGlobal.Find(reader.Line(), reader.Line()); break;
            case (byte)')': value = Array.Empty<object?>(); break;
            case (byte)']': value = new List<object?>(); break;
            case (byte)'}': value = new Dictionary<object, object?>(); break;
            default: return false;
        }
        _stack.Add(value);
        return true;
    }

    private bool TryMemo(byte opcode, ref PickleReader reader)
    {
        switch (opcode)
        {
            case (byte)'q': _memo[reader.Byte()] = Top(); return true;
            case (byte)'r': _memo[reader.UInt32()] = Top(); return true;
            case (byte)'h': _stack.Add(Recall(reader.Byte())); return true;
            case (byte)'j': _stack.Add(Recall(reader.UInt32())); return true;
            default: return false;
        }
    }

    private bool TryBuild(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'(': _marks.Push(_stack.Count); break;
            case (byte)'t': _stack.Add(PopToMark()); break;
            case 0x85: _stack.Add(Pop(1)); break;
            case 0x86: _stack.Add(Pop(2)); break;
            case 0x87: _stack.Add(Pop(3)); break;
            case (byte)'a': Append(Pop(1)); break;
            case (byte)'e': Append(PopToMark()); break;
            case (byte)'s': SetItems(Pop(2)); break;
            case (byte)'u': SetItems(PopToMark()); break;
            case (byte)'Q': _stack.Add(loadStorage(Pop() as object?[] ?? throw Malformed())); break;
            case (byte)'R': Reduce(); break;
            default: return false;
        }
        return true;
    }

    private void Reduce()
    {
        object?[] arguments = Pop() as object?[] ?? throw Malformed();
        PickleGlobal function = Pop() as PickleGlobal ?? throw Malformed();
        _stack.Add(function.Name switch
        {
            PickleGlobal.OrderedDict when arguments.Length == 0 => new Dictionary<object, object?>(),
            PickleGlobal.RebuildTensor => RebuildTensor(arguments),
            _ => throw Malformed(),
        });
    }

    private static TorchTensor RebuildTensor(object?[] arguments) =>
        // storage, offset, size, stride, requires_grad, backward_hooks
        arguments is [TorchStorage storage, long offset, object?[] size, object?[] strides, bool, Dictionary<object, object?>]
            ? TorchTensor.Create(storage, offset, Integers(size), Integers(strides))
            : throw Malformed();

    private static long[] Integers(object?[] tuple) => tuple.Length <= Shape.MaxRank
        ? Array.ConvertAll(tuple, value => value as long? ?? throw Malformed())
        : throw new CheckpointException($"a tensor has {tuple.Length} dimensions; at most {Shape.MaxRank} are read.");

    private void Append(object?[] items) => (Top() as List<object?> ?? throw Malformed()).AddRange(items);

    private void SetItems(object?[] items)
    {
        Dictionary<object, object?> dictionary = Top() as Dictionary<object, object?> ?? throw Malformed();
        if (items.Length % 2 != 0)
            throw Malformed();
        for (int i = 0; i < items.Length; i += 2)
            dictionary[items[i] is string or long ? items[i]! : throw Malformed()] = items[i + 1];
    }

    private object? Recall(uint index) => _memo.TryGetValue(index, out object? value) ? value : throw Malformed();

    private object? Top() => _stack.Count > Floor ? _stack[^1] : throw Malformed();

    private object? Pop() => Pop(1)[0];

    private object?[] Pop(int count)
    {
        if (_stack.Count - count < Floor)
            throw Malformed();
        object?[] items = [.. _stack[^count..]];
        _stack.RemoveRange(_stack.Count - count, count);
        return items;
    }

    private object?[] PopToMark()
    {
        if (!_marks.TryPeek(out int mark))
            throw Malformed();
        object?[] items = Pop(_stack.Count - mark);
        _marks.Pop();
        return items;
    }

    /// <summary>What lies below the last mark belongs to an unfinished container and is not popped.</summary>
    private int Floor => _marks.TryPeek(out int mark) ? mark : 0;

    private static CheckpointException Malformed() => new("its pickle is malformed.");
}
