using System.Diagnostics;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>The engine's threads: every part runs once, and nothing ever waits for good.</summary>
public sealed unsafe class WorkerPoolTests
{
    private struct CountJob : IParallelJob
    {
        public int* Counts;

        public readonly void Run(int part, int worker) => Interlocked.Increment(ref Counts[part]);
    }

    /// <summary>Its first part ends when all others have run, or after half a minute.</summary>
    private struct LongFirstPartJob : IParallelJob
    {
        public int* Others;
        public int Parts;

        public readonly void Run(int part, int worker)
        {
            if (part > 0)
                Interlocked.Increment(ref *Others);
            else
                SpinWait.SpinUntil(AllOthers, TimeSpan.FromSeconds(30));
        }

        private readonly bool AllOthers() => Volatile.Read(ref *Others) == Parts - 1;
    }

    private int _finished;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_part_of_every_job_runs_once(int workers)
    {
        const int Jobs = 20000, Most = 9;
        using var pool = new WorkerPool(workers);
        int* counts = stackalloc int[Most];
        for (int job = 0; job < Jobs; job++)
        {
            new Span<int>(counts, Most).Clear();
            int parts = job % (Most + 1);
            pool.Run(new CountJob { Counts = counts }, parts);
            for (int part = 0; part < Most; part++)
                Assert.Equal(part < parts ? 1 : 0, counts[part]);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Who_is_done_takes_of_the_share_of_one_that_is_not(int workers)
    {
        using var pool = new WorkerPool(workers);
        var clock = Stopwatch.StartNew();
        int others = 0;
        pool.Run(new LongFirstPartJob { Others = &others, Parts = 20 }, 20);
        Assert.Equal(19, others);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 25);
    }

    [Fact]
    public void Jobs_start_after_the_threads_fell_asleep()
    {
        using var pool = new WorkerPool(3);
        int* counts = stackalloc int[8];
        for (int job = 1; job <= 30; job++)
        {
            Thread.Sleep(job % 3 * 5);
            pool.Run(new CountJob { Counts = counts }, 8);
            Assert.Equal(Enumerable.Repeat(job, 8), new Span<int>(counts, 8).ToArray());
        }
    }

    [Fact]
    public void Several_engines_work_at_once()
    {
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(seed => new Thread(() => Work(seed)))];
        Array.ForEach(threads, thread => thread.Start());
        Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromMinutes(2))));
        Assert.Equal(4, _finished);
    }

    [Fact]
    public void A_pool_is_disposed_at_once_whether_spinning_or_asleep()
    {
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < 200; i++)
        {
            var pool = new WorkerPool(4);
            if (i % 20 == 0)
                Thread.Sleep(10);
            pool.Dispose();
        }

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerPool(0));
    }

    [Fact]
    public void A_pool_can_be_disposed_twice()
    {
        var pool = new WorkerPool(2);
        pool.Scratch(10, out _);
        pool.Dispose();
        pool.Dispose();
    }

    [Fact]
    public void Scratch_is_apart_for_each_worker_and_aligned()
    {
        using var pool = new WorkerPool(3);
        float* small = pool.Scratch(10, out long stride);
        Assert.Equal(16, stride);
        Assert.Equal(0, (nint)small % MemoryPool.Alignment);
        float* large = pool.Scratch(1000, out stride);
        new Span<float>(large, (int)stride * 3).Clear();
        Assert.Equal(1008, stride);
    }

    /// <summary>Many small products on one engine after the other, each compared with one thread's.</summary>
    private void Work(int seed)
    {
        EngineOperation operation = EngineOperation.Named("Linear");
        float[] x = Random32.Values(seed, 64 * operation.Channels);
        using var alone = new CpuEngine(1);
        float[] expected = operation.On(alone, x, 1, 64).Values;
        bool equal = true;
        for (int round = 0; round < 20; round++)
        {
            using var engine = new CpuEngine(3);
            for (int i = 0; i < 20; i++)
                equal &= expected.AsSpan().SequenceEqual(operation.On(engine, x, 1, 64).Values);
        }

        if (equal)
            Interlocked.Increment(ref _finished);
    }
}
