using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Chatterbox.Tensors.Files;

namespace Chatterbox.Tensors.Safetensors;

/// <summary>
/// A memory-mapped safetensors file. Nothing is copied until a tensor is read, and float32 tensors not even then.
/// Format: https://github.com/huggingface/safetensors. Reading is safe from several threads.
/// </summary>
public sealed unsafe class SafetensorsFile : TensorSource
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _data;
    private readonly Dictionary<string, SafetensorsEntry> _entries;
    private bool _disposed;

    private SafetensorsFile(string path, MemoryMappedFile file, MemoryMappedViewAccessor view, byte* data, SafetensorsHeader header)
    {
        Origin = path;
        _file = file;
        _view = view;
        _data = data;
        _entries = header.Entries.ToDictionary(entry => entry.Name);
        Names = [.. header.Entries.Select(entry => entry.Name)];
        Metadata = header.Metadata;
    }

    /// <summary>The path of the file.</summary>
    public override string Origin { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; }

    /// <summary>The strings of the header's <c>__metadata__</c>; empty when there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Maps the file and checks its header completely.</summary>
    /// <exception cref="SafetensorsException">The file is malformed.</exception>
    /// <exception cref="CheckpointException">It is no regular file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafetensorsFile Open(string path)
    {
        // The stream's length is that of the file itself, also behind a symbolic link.
        FileStream stream = RegularFile.Open(path, bufferSize: 0);
        long length = stream.Length;
        if (length < sizeof(ulong))
        {
            stream.Dispose();
            throw new SafetensorsException($"{path}: {length} bytes are too few for a safetensors file.");
        }
        MemoryMappedFile file = MemoryMappedFile.CreateFromFile(
            stream, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        MemoryMappedViewAccessor view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += view.PointerOffset;
        try
        {
            (SafetensorsHeader header, long dataStart) = ReadHeader(start, length, path);
            return new SafetensorsFile(path, file, view, start + dataStart, header);
        }
        catch
        {
            Close(file, view);
            throw;
        }
    }

    /// <summary>Whether the file holds the tensor <paramref name="name"/>.</summary>
    public bool Contains(string name) => _entries.ContainsKey(name);

    /// <summary>Format, shape and place of the tensor <paramref name="name"/>.</summary>
    /// <exception cref="SafetensorsException">There is no such tensor.</exception>
    public SafetensorsEntry Entry(string name) =>
        _entries.GetValueOrDefault(name) ?? throw new SafetensorsException($"{Origin}: there is no tensor '{name}'.");

    /// <inheritdoc/>
    public override Shape ShapeOf(string name) => Entry(name).Shape;

    /// <summary>
    /// The tensor as float32: a view of the mapping where the file holds aligned F32, else a converted copy. A view is
    /// valid until the file is disposed.
    /// </summary>
    /// <exception cref="SafetensorsException">There is no such tensor, or it holds integers.</exception>
    public override HostTensor Read(string name)
    {
        SafetensorsEntry entry = Entry(name);
        RequireFloat(entry);
        byte* start = Start(entry);
        if (entry.Dtype == Dtype.F32 && (nint)start % sizeof(float) == 0)
        {
            CountElements(entry);
            return new HostTensor(entry.Shape, (float*)start, this, () => Release(name));
        }
        float[] values = ReadFloats(name);
        Release(name);
        return new HostTensor(entry.Shape, values);
    }

    /// <inheritdoc/>
    public override HostTensor ReadShape(string name)
    {
        SafetensorsEntry entry = Entry(name);
        RequireFloat(entry);
        return new HostTensor(entry.Shape);
    }

    /// <summary>A copy of the tensor as float32.</summary>
    /// <exception cref="SafetensorsException">There is no such tensor, or it holds integers.</exception>
    public float[] ReadFloats(string name)
    {
        SafetensorsEntry entry = Entry(name);
        RequireFloat(entry);
        float[] values = new float[CountElements(entry)];
        ReadOnlySpan<byte> bytes = Bytes(entry);
        switch (entry.Dtype)
        {
            case Dtype.F32:
                bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
                break;
            case Dtype.F16:
                HalfConversion.Float16ToFloat32(MemoryMarshal.Cast<byte, ushort>(bytes), values);
                break;
            case Dtype.BF16:
                HalfConversion.BFloat16ToFloat32(MemoryMarshal.Cast<byte, ushort>(bytes), values);
                break;
            default:
                ReadOnlySpan<double> doubles = MemoryMarshal.Cast<byte, double>(bytes);
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)doubles[i];
                break;
        }
        return values;
    }

    /// <summary>A copy of the tensor as float64, widened from whatever float it holds.</summary>
    /// <exception cref="SafetensorsException">There is no such tensor, or it holds integers.</exception>
    public double[] ReadFloat64(string name)
    {
        SafetensorsEntry entry = Entry(name);
        if (entry.Dtype != Dtype.F64)
            return Array.ConvertAll(ReadFloats(name), value => (double)value);
        double[] values = new double[CountElements(entry)];
        Bytes(entry).CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>A copy of the tensor as 64-bit integers, widened from whatever integer it holds.</summary>
    /// <exception cref="SafetensorsException">There is no such tensor, or it holds floats.</exception>
    public long[] ReadInt64(string name)
    {
        SafetensorsEntry entry = Entry(name);
        if (entry.Dtype.IsFloat())
            throw new SafetensorsException($"{Origin}: '{name}' holds {entry.Dtype.Name()}, not integers.");
        long[] values = new long[CountElements(entry)];
        ReadOnlySpan<byte> bytes = Bytes(entry);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = entry.Dtype switch
            {
                Dtype.I64 => BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * 8)..]),
                Dtype.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * 4)..]),
                Dtype.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes[(i * 2)..]),
                Dtype.I8 => (sbyte)bytes[i],
                _ => bytes[i],
            };
        }
        return values;
    }

    /// <summary>
    /// Lets the pages of a tensor leave memory, once its values were packed elsewhere. Reading it again is still right,
    /// and costs a read of the file.
    /// </summary>
    /// <exception cref="SafetensorsException">There is no such tensor.</exception>
    public void Release(string name)
    {
        SafetensorsEntry entry = Entry(name);
        PageAdvice.Release((nint)Start(entry), entry.Bytes);
    }

    /// <summary>Unmaps the file. Views of its tensors must no longer be used.</summary>
    public override void Dispose()
    {
        if (!_disposed)
            Close(_file, _view);
        _disposed = true;
        base.Dispose();
    }

    private static (SafetensorsHeader Header, long DataStart) ReadHeader(byte* start, long length, string path)
    {
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(start, sizeof(ulong)));
        if (headerLength > SafetensorsHeader.MaxBytes)
            throw new SafetensorsException($"{path}: a header of {headerLength} bytes is longer than the {SafetensorsHeader.MaxBytes} allowed; this is no safetensors file.");
        if (headerLength > (ulong)(length - sizeof(ulong)))
            throw new SafetensorsException($"{path}: the header of {headerLength} bytes is longer than the file; download it again.");
        long dataStart = sizeof(ulong) + (long)headerLength;
        ReadOnlySpan<byte> json = new(start + sizeof(ulong), (int)headerLength);
        return (SafetensorsHeaderParser.Parse(json, length - dataStart, path), dataStart);
    }

    private static void Close(MemoryMappedFile file, MemoryMappedViewAccessor view)
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }

    private byte* Start(SafetensorsEntry entry)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _data + entry.Offset;
    }

    private ReadOnlySpan<byte> Bytes(SafetensorsEntry entry)
    {
        if (entry.Bytes > int.MaxValue)
            throw new SafetensorsException($"{Origin}: '{entry.Name}' is too large to be copied ({entry.Bytes} bytes).");
        return new ReadOnlySpan<byte>(Start(entry), (int)entry.Bytes);
    }

    private int CountElements(SafetensorsEntry entry)
    {
        long count = entry.Bytes / entry.Dtype.Size();
        return count <= Array.MaxLength
            ? (int)count
            : throw new SafetensorsException($"{Origin}: '{entry.Name}' has too many elements ({count}).");
    }

    private void RequireFloat(SafetensorsEntry entry)
    {
        if (!entry.Dtype.IsFloat())
            throw new SafetensorsException($"{Origin}: '{entry.Name}' holds {entry.Dtype.Name()}, not floats.");
    }
}
