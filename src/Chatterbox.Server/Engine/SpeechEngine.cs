using System.Collections.Concurrent;
using System.Diagnostics;
using Chatterbox.Audio;
using Chatterbox.Pipeline;
using Chatterbox.Pipeline.Scheduling;
using Chatterbox.Tensors;
using Microsoft.Extensions.Logging;

namespace Chatterbox.Server.Engine;

/// <summary>
/// The one thread that owns the model. Requests reach it through a bounded queue as jobs that are checked already; it decodes and
/// renders them all with one <see cref="SpeechScheduler"/>, prepares voices in between, and loads, swaps and unloads the model.
/// </summary>
internal sealed partial class SpeechEngine : IDisposable
{
    private static readonly TimeSpan Nap = TimeSpan.FromSeconds(1);

    private readonly EngineSettings _settings;
    private readonly ILogger<SpeechEngine> _log;
    private readonly Thread _thread;
    private readonly AutoResetEvent _wake = new(false);
    private readonly ConcurrentQueue<SpeechJob> _incoming = new();
    private readonly ConcurrentQueue<Action> _preparations = new();
    private readonly ConcurrentQueue<Action> _changes = new();
    private readonly ConcurrentDictionary<SpeechStream, byte> _streams = new();
    private readonly SpeechRate _rate = new();
    private readonly CancellationTokenSource _shutdown = new();
    private readonly object _gate = new();
    private LoadedModel? _loaded;
    private EngineState _state;
    private long _lastUse = Stopwatch.GetTimestamp();
    private int _requests;
    private volatile bool _ending;

    /// <summary>An engine that starts to load its model at <see cref="Start"/>.</summary>
    public SpeechEngine(ModelSource source, EngineSettings settings, ILogger<SpeechEngine> log)
    {
        (_settings, _log) = (settings, log);
        _state = new EngineState(EngineStatus.Loading, source, null, null);
        _thread = new Thread(Run) { Name = "speech engine", IsBackground = true };
    }

    /// <summary>What it can do now.</summary>
    public EngineState State => Volatile.Read(ref _state);

    /// <summary>Requests that wait or are worked on.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>How long the requests at hand will probably take.</summary>
    public TimeSpan Wait
    {
        get
        {
            lock (_gate)
                return _rate.Wait;
        }
    }

    /// <summary>What was done with the model at hand; null while none is loaded.</summary>
    public SchedulerCounters? Counters => Volatile.Read(ref _loaded)?.Scheduler.Counters;

    /// <summary>Bytes of the model, its activations and caches.</summary>
    public long MemoryBytes => Volatile.Read(ref _loaded)?.MemoryBytes ?? 0;

    /// <summary>Starts the thread and loads the model.</summary>
    public void Start()
    {
        _changes.Enqueue(() => Load(State.Source));
        _thread.Start();
    }

    /// <summary>The model that requests are checked against.</summary>
    /// <exception cref="EngineUnavailableException">There is none now.</exception>
    public ModelProfile RequireProfile()
    {
        EngineState state = State;
        return state is { TakesRequests: true, Profile: not null } ? state.Profile : throw Unavailable(state);
    }

    /// <summary>Takes a place in the queue for a request that is still to be prepared.</summary>
    /// <exception cref="QueueFullException">Too many wait.</exception>
    /// <exception cref="EngineUnavailableException">There is no model now.</exception>
    public QueuePlace Reserve()
    {
        RequireProfile();
        lock (_gate)
        {
            if (_requests >= _settings.MaxRequests)
                throw Full(_requests);
            return new QueuePlace(_requests++, _rate.Wait, GiveBack);
        }
    }

    /// <summary>How long a request may take, from when it was let in.</summary>
    public TimeSpan RequestTimeout => _settings.RequestTimeout;

    /// <summary>The refusal of a request when so many wait already.</summary>
    public QueueFullException Full(int waiting) => new(waiting, TimeSpan.FromSeconds(Math.Max(1, Wait.TotalSeconds / waiting)));

    /// <summary>
    /// Queues a request at the place that was taken for it: it was let in, so that a server going down still finishes it. It is stopped
    /// when the time that is <paramref name="left"/> for it is over.
    /// </summary>
    public SpeechStream Submit(QueuePlace place, SpeechPlan plan, bool streaming, TimeSpan left, CancellationToken clientGone)
    {
        place.HandOn();
        int tokens = plan.TextTokens;
        lock (_gate)
            _rate.Begin(tokens);
        var stream = new SpeechStream(_settings, left, () => _wake.Set(), clientGone);
        _streams[stream] = 0;
        _ = stream.Report.ContinueWith(report => Ended(stream, tokens, report), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        if (_ending)
            stream.Stop(StopReason.Shutdown);
        _incoming.Enqueue(new SpeechJob(plan, stream, streaming, stream.Stopped));
        _wake.Set();
        return stream;
    }

    /// <summary>Makes a voice of recordings.</summary>
    /// <exception cref="VoiceException">The recordings cannot serve; the message says why.</exception>
    /// <exception cref="EngineUnavailableException">There is no model now.</exception>
    public Task<Voice> PrepareAsync(IReadOnlyList<AudioClip> clips, CancellationToken cancellation)
    {
        RequireProfile();
        var done = new TaskCompletionSource<Voice>(TaskCreationOptions.RunContinuationsAsynchronously);
        _preparations.Enqueue(() =>
        {
            try
            {
                cancellation.ThrowIfCancellationRequested();
                done.SetResult(RequireModel().Model.LoadVoicePreparer(cancellation).Prepare(clips, cancellation));
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        _wake.Set();
        return done.Task;
    }

    /// <summary>Loads another model in place of the one at hand, once the requests that were let in are done: they were planned for it.</summary>
    /// <exception cref="EngineUnavailableException">It cannot be loaded; the one before was loaded again.</exception>
    public Task LoadAsync(ModelSource source)
    {
        Set(State with { Status = EngineStatus.Loading });
        return Change(() =>
        {
            ModelSource before = State.Source;
            Unload();
            Load(source);
            if (State.Problem is not { } problem)
                return;
            Load(before);
            throw new EngineUnavailableException(problem);
        });
    }

    /// <summary>Gives the model's memory back once the requests at hand are done; the next request loads it again.</summary>
    public Task UnloadAsync() => Change(Unload);

    /// <summary>Takes no more requests, waits for those at hand within the grace time, stops the rest and ends the thread.</summary>
    public async Task StopAsync(CancellationToken hurry)
    {
        Set(State with { Status = EngineStatus.Stopping });
        long start = Stopwatch.GetTimestamp();
        while (Requests > 0 && Stopwatch.GetElapsedTime(start) < _settings.ShutdownGrace && !hurry.IsCancellationRequested)
            await Task.Delay(20, CancellationToken.None).ConfigureAwait(false);
        foreach (SpeechStream stream in _streams.Keys)
            stream.Stop(StopReason.Shutdown);
        End();
        if (_thread.IsAlive)
            await Task.Run(_thread.Join, CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        if (_thread.IsAlive)
            _thread.Join();
        _wake.Dispose();
        _shutdown.Dispose();
    }

    /// <summary>Lets the thread end after what it is at; a model that it loads is given up.</summary>
    private void End()
    {
        _ending = true;
        _shutdown.Cancel();
        _wake.Set();
    }

    private void GiveBack()
    {
        lock (_gate)
            _requests--;
        _wake.Set();
    }

    private Task Change(Action change)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _changes.Enqueue(() =>
        {
            try
            {
                change();
                done.SetResult();
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        _wake.Set();
        return done.Task;
    }

    private void Run()
    {
        while (!_ending || _requests > 0)
        {
            try
            {
                TakeIn();
                if (_loaded?.Scheduler.Work() == true)
                {
                    _lastUse = Stopwatch.GetTimestamp();
                    continue;
                }

                if (Requests == 0 && _changes.TryDequeue(out Action? change))
                    change();
                else if (!_wake.WaitOne(Nap))
                    UnloadIfIdle();
            }
            catch (Exception bug)
            {
                Recover(bug);
            }
        }

        Unload();
    }

    /// <summary>Between any two units of work: prepares voices and takes new requests on.</summary>
    private void TakeIn()
    {
        while (_preparations.TryDequeue(out Action? prepare))
        {
            prepare();
            _lastUse = Stopwatch.GetTimestamp();
        }

        while (_incoming.TryDequeue(out SpeechJob? job))
        {
            _lastUse = Stopwatch.GetTimestamp();
            if (job.Cancellation.IsCancellationRequested)
                job.Fail(new OperationCanceledException(job.Cancellation));
            else
                Begin(job);
        }
    }

    private void Begin(SpeechJob job)
    {
        try
        {
            RequireModel().Scheduler.Add(job);
        }
        catch (Exception error) when (error is EngineUnavailableException or CheckpointException or IOException)
        {
            job.Fail(error);
        }
    }

    private LoadedModel RequireModel()
    {
        if (_loaded is null && State.Status is EngineStatus.Idle)
            Load(State.Source);
        return _loaded ?? throw Unavailable(State);
    }

    private void Load(ModelSource source)
    {
        Set(State with { Status = EngineStatus.Loading, Source = source, Problem = null });
        try
        {
            long start = Stopwatch.GetTimestamp();
            Volatile.Write(ref _loaded, new LoadedModel(source, _settings, TakeIn, _shutdown.Token));
            _lastUse = Stopwatch.GetTimestamp();
            Set(new EngineState(EngineStatus.Ready, source, _loaded!.Model.Profile, null));
            Loaded(_loaded.Model.Family, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        catch (OperationCanceledException)
        {
            Set(new EngineState(EngineStatus.Stopping, source, null, "The server is going down."));
        }
        catch (Exception error) when (error is CheckpointException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Set(new EngineState(EngineStatus.Failed, source, null, error.Message));
            NotLoaded(error.Message);
        }
    }

    private void Unload()
    {
        if (_loaded is not { } loaded)
            return;
        loaded.Scheduler.EndAll(new EngineUnavailableException("The model was unloaded."));
        Volatile.Write(ref _loaded, null);
        loaded.Dispose();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeHeap.ReturnFreed();
        if (State.Status == EngineStatus.Ready)
            Set(State with { Status = EngineStatus.Idle });
        Unloaded();
    }

    private void UnloadIfIdle()
    {
        if (_settings.IdleUnload is { } idle && _loaded is { Scheduler.Jobs: 0 } && Stopwatch.GetElapsedTime(_lastUse) > idle)
            Unload();
    }

    /// <summary>After a bug the engine's memory cannot be trusted: every request fails, and the next one gets a new engine.</summary>
    private void Recover(Exception bug)
    {
        Bug(bug);
        try
        {
            _loaded?.Scheduler.EndAll(bug);
        }
        finally
        {
            LoadedModel? broken = _loaded;
            Volatile.Write(ref _loaded, null);
            broken?.Dispose();
            if (State.Status == EngineStatus.Ready)
                Set(State with { Status = EngineStatus.Idle });
        }
    }

    private void Ended(SpeechStream stream, int tokens, Task<SpeechReport> report)
    {
        _streams.TryRemove(stream, out _);
        double? seconds = report.IsCompletedSuccessfully ? report.Result.Times.Values.Sum() : null;
        lock (_gate)
        {
            _rate.End(tokens, seconds);
            GiveBack();
        }
    }

    /// <summary>A state after which the server goes down is never left.</summary>
    private void Set(EngineState state)
    {
        lock (_gate)
            _state = _state.Status == EngineStatus.Stopping ? state with { Status = EngineStatus.Stopping } : state;
    }

    private static EngineUnavailableException Unavailable(EngineState state) => new(state.Status switch
    {
        EngineStatus.Stopping => "The server is going down.",
        EngineStatus.Loading => "The model is being loaded. Try again in a moment.",
        _ => "There is no model. The operator finds the reason in the server's log and at /health/ready.",
    });

    [LoggerMessage(LogLevel.Information, "Loaded a model of the {Family} family in {Seconds:F1} s")]
    private partial void Loaded(ModelFamily family, double seconds);

    [LoggerMessage(LogLevel.Error, "No model: {Problem}")]
    private partial void NotLoaded(string problem);

    [LoggerMessage(LogLevel.Information, "Unloaded the model")]
    private partial void Unloaded();

    [LoggerMessage(LogLevel.Critical, "A bug in the engine; its requests failed and the model will be loaded again")]
    private partial void Bug(Exception bug);
}
