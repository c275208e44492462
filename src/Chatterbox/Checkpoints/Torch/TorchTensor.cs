using System.Buffers.Binary;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Checkpoints.Torch;

/// <summary>
/// A tensor of a torch archive: a strided view of a storage, as PyTorch's <c>_rebuild_tensor_v2</c> makes it. The bounds
/// were checked, so that every element lies inside the storage.
/// </summary>
internal sealed class TorchTensor
{
    private readonly TorchStorage _storage;
    private readonly int _offset;
    private readonly int[] _strides;

    private TorchTensor(TorchStorage storage, int offset, Shape shape, int[] strides)
    {
        _storage = storage;
        _offset = offset;
        Shape = shape;
        _strides = strides;
    }

    /// <summary>The dimensions.</summary>
    public Shape Shape { get; }

    /// <summary>The format of the elements.</summary>
    public Dtype Dtype => _storage.Dtype;

    /// <summary>A view of <paramref name="storage"/>, of rank 0 to 4; offset and strides count elements.</summary>
    /// <exception cref="CheckpointException">The view leaves the storage, or repeats its elements without bound.</exception>
    public static TorchTensor Create(TorchStorage storage, long offset, ReadOnlySpan<long> size, ReadOnlySpan<long> strides)
    {
        if (size.Length != strides.Length)
            throw new CheckpointException($"a tensor has {size.Length} sizes but {strides.Length} strides.");
        Span<int> dimensions = stackalloc int[size.Length];
        int[] steps = new int[size.Length];
        // Factors stay below 2^31, and so does the count that is carried on: nothing overflows.
        long last = Bounded(offset, storage.Count, storage);
        long count = 1;
        for (int i = 0; i < size.Length; i++)
        {
            // An empty tensor still has dimensions of 1.
            dimensions[i] = Bounded(size[i], Math.Max(storage.Count, 1), storage);
            steps[i] = dimensions[i] > 1 ? Bounded(strides[i], storage.Count, storage) : 0;
            count *= dimensions[i];
            last += Math.Max(dimensions[i] - 1, 0) * (long)steps[i];
            if (count > Math.Max(storage.Count, 1))
                throw Outside(storage);
        }
        if (count > 0 && last >= storage.Count)
            throw Outside(storage);
        return new TorchTensor(storage, (int)offset, new Shape(dimensions), steps);
    }

    /// <summary>All elements in row-major order, as float64, which holds float32 and tokens exactly.</summary>
    public double[] ToFloat64()
    {
        double[] values = new double[checked((int)Shape.Count)];
        Span<int> index = stackalloc int[Shape.Rank];
        for (int i = 0; i < values.Length; i++)
        {
            int element = _offset;
            for (int axis = 0; axis < Shape.Rank; axis++)
                element += index[axis] * _strides[axis];
            values[i] = Element(element);
            for (int axis = Shape.Rank - 1; axis >= 0 && ++index[axis] == Shape[axis]; axis--)
                index[axis] = 0;
        }
        return values;
    }

    private static int Bounded(long value, int limit, TorchStorage storage) =>
        value >= 0 && value <= limit ? (int)value : throw Outside(storage);

    private static CheckpointException Outside(TorchStorage storage) =>
        new($"a tensor leaves its storage of {storage.Count} elements.");

    private double Element(int index)
    {
        ReadOnlySpan<byte> bytes = _storage.Bytes.Span[(index * _storage.Dtype.Size())..];
        return _storage.Dtype switch
        {
            Dtype.F64 => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            Dtype.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            Dtype.F16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
            Dtype.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
            Dtype.I64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            Dtype.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            Dtype.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            Dtype.I8 => (sbyte)bytes[0],
            _ => bytes[0],
        };
    }
}
