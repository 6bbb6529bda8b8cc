using System.Text.Json;
using Gateway.Core.Alarms;

namespace Gateway.Core.Forwarding.Commands;

/// <summary>Who does what commands ask, beside the feed itself.</summary>
/// <param name="Acknowledge">Acknowledges an alarm.</param>
/// <param name="Shelve">Takes an alarm out of sight for a while.</param>
/// <param name="Unshelve">Brings it back before its time.</param>
/// <param name="StandingAlarms">Every alarm as it is now.</param>
/// <param name="WriteLatest">Writes the latest reading of a point as an array [time, value, quality]; false when there is no such point.</param>
/// <param name="Points">Ids of all points.</param>
/// <param name="ReadNow">Has the devices of some points read, and gives the ids of those that had no reading within seconds.</param>
/// <param name="Manifests">Has manifests made; null when too many ask at once.</param>
/// <param name="Diagnostics">What a heartbeat would say now: one JSON object.</param>
public sealed record CommandTargets(
    Func<Acknowledgement, CancellationToken, Task<AcknowledgeResult>> Acknowledge, Func<ShelveOrder, CancellationToken, Task<ShelveResult>> Shelve,
    Func<UnshelveOrder, CancellationToken, Task<ShelveResult>> Unshelve, Func<IReadOnlyList<AlarmRecord>> StandingAlarms,
    Func<Utf8JsonWriter, string, bool> WriteLatest, IReadOnlyList<string> Points,
    Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<string>>> ReadNow, Func<CancellationToken, Task<IReadOnlyList<byte[]>?>> Manifests,
    Func<ReadOnlyMemory<byte>> Diagnostics);
