using System.Globalization;

namespace Aloe.Runs;

/// <summary>Every answered call of a run, on disk before the answer is used: a run that starts again asks nothing twice that was answered.</summary>
/// <remarks>
/// An append-only log in segments, <c>calls-000001.log</c> and so on: one line a call, with a checksum. Only open items are in memory; a segment is deleted once all its items are closed.
/// A damaged line costs its call and nothing else. Thread-safe.
/// </remarks>
internal sealed class CallJournal : IDisposable
{
    private const string Prefix = "calls-";
    private const string Extension = ".log";

    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly long _segmentBytes;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OrderedDictionary<CallKey, CallRecord>> _items = new(StringComparer.Ordinal);

    /// <summary>Open items of each segment; the last segment is the one that grows.</summary>
    private readonly SortedDictionary<int, HashSet<string>> _segments = [];
    private AppendFile? _file;

    private CallJournal(string folder, TimeProvider time, long segmentBytes) => (_folder, _time, _segmentBytes) = (folder, time, segmentBytes);

    /// <summary>Lines that could not be read; their calls are asked again.</summary>
    public int Damaged { get; private set; }

    /// <summary>Opens or creates a journal and reads what it holds.</summary>
    /// <param name="folder">The folder of the segments.</param>
    /// <param name="time">Tells when to write through to the disk.</param>
    /// <param name="segmentBytes">Length at which a new segment is begun.</param>
    public static CallJournal Open(string folder, TimeProvider time, long segmentBytes = 64L << 20)
    {
        Directory.CreateDirectory(folder);
        var journal = new CallJournal(folder, time, segmentBytes);
        foreach (var number in Directory.EnumerateFiles(folder, $"{Prefix}*{Extension}").Select(Number).Where(number => number > 0).Order())
        {
            journal.Load(number);
        }

        return journal;
    }

    /// <summary>The answer of a call; null where it is not known.</summary>
    public CallRecord? Find(string item, CallKey key)
    {
        lock (_gate)
        {
            return _items.GetValueOrDefault(item)?.GetValueOrDefault(key);
        }
    }

    /// <summary>Keeps an answer; returns when it is with the operating system.</summary>
    /// <exception cref="RunStorageException">It could not be written.</exception>
    public void Add(CallRecord record)
    {
        var line = JournalLine.Format(record);
        lock (_gate)
        {
            if (_file is null || (_file.Length > 0 && _file.Length + line.Length > _segmentBytes))
            {
                Begin(_segments.Count == 0 ? 1 : _segments.Keys.Last() + 1);
            }

            _file!.Append(line);
            Remember(record, _segments.Keys.Last());
        }
    }

    /// <summary>Forgets the latest answer of a role to an item, if it is still the one at fault, so that it is asked for anew.</summary>
    public void Forget(string item, string role, string text)
    {
        lock (_gate)
        {
            if (_items.GetValueOrDefault(item) is { } calls
                && calls.Values.LastOrDefault(record => record.Role == role) is { } last
                && ItemCalls.Parse(last).Text == text)
            {
                calls.Remove(last.Key);
            }
        }
    }

    /// <summary>Lets items go whose results are safe on the disk.</summary>
    public void Close(IReadOnlyCollection<string> items)
    {
        lock (_gate)
        {
            foreach (var item in items)
            {
                _items.Remove(item);
            }

            foreach (var (number, open) in _segments.ToList())
            {
                open.ExceptWith(items);
                if (open.Count == 0 && number != _segments.Keys.Last())
                {
                    _segments.Remove(number);
                    File.Delete(PathOf(number));
                }
            }
        }
    }

    /// <summary>Deletes a journal of which nothing is needed any more.</summary>
    public void Delete()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
            _items.Clear();
            foreach (var number in _segments.Keys)
            {
                File.Delete(PathOf(number));
            }

            _segments.Clear();
            if (!Directory.EnumerateFileSystemEntries(_folder).Any())
            {
                Directory.Delete(_folder);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Flush();
            _file?.Dispose();
            _file = null;
        }
    }

    private void Load(int number)
    {
        _segments[number] = new(StringComparer.Ordinal);
        var length = WholeLines.Read(PathOf(number), line =>
        {
            if (JournalLine.Parse(line) is { } record)
            {
                Remember(record, number);
            }
            else
            {
                Damaged++;
            }
        });
        _file?.Dispose();
        _file = new AppendFile(PathOf(number), length, _time);
    }

    private void Begin(int number)
    {
        _file?.Flush();
        _file?.Dispose();
        _segments[number] = new(StringComparer.Ordinal);
        _file = new AppendFile(PathOf(number), 0, _time);
    }

    private void Remember(CallRecord record, int segment)
    {
        if (!_items.TryGetValue(record.Item, out var calls))
        {
            _items[record.Item] = calls = [];
        }

        calls[record.Key] = record;
        _segments[segment].Add(record.Item);
    }

    private string PathOf(int number) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D6}{Extension}"));

    private static int Number(string path)
        => int.TryParse(Path.GetFileNameWithoutExtension(path).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
