using System.Text;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Cli.Commissioning;

/// <summary>Asks a unit what it is: its own identification, and what the identity checks of all profiles ask. Reads only.</summary>
internal sealed class DeviceIdentifier(UnitAccess unit, Func<IReadOnlyList<ProfileModel>> profiles)
{
    /// <summary>A device that is silent about registers it lacks would make a scan endless.</summary>
    private const int MostSilences = 3;

    /// <summary>Vendor, product and revision (MODBUS Application Protocol V1.1b3, 6.21), as far as the device tells.</summary>
    public async Task<string?> IdentificationAsync(CancellationToken cancel)
    {
        var request = ModbusRequest.ReadDeviceIdentification(ModbusDeviceIdentificationAccess.Basic);
        var (answer, data) = await unit.RequestAsync(request, cancel);
        // Devices that never heard of this function may have lost step over it; a new connection finds them in step again.
        if (!answer.IsOk && answer.Outcome != ModbusOutcome.Exception) await unit.Line.Client.CloseAsync();
        if (!answer.IsOk || ModbusDeviceIdentification.TryParse(data.Span) is not { Objects.Count: > 0 } said) return null;
        string text = string.Join(' ', said.Objects.Select(each => Encoding.ASCII.GetString(each.Value).Trim('\0', ' ')).Where(word => word.Length > 0));
        return string.Concat(text.Where(letter => !char.IsControl(letter)));
    }

    /// <summary>Profiles whose checks all agree; when there is none, those of which at least half agree.</summary>
    public async Task<IReadOnlyList<ScanFinding.Likeness>> LikenessesAsync(CancellationToken cancel)
    {
        Dictionary<RegisterRange, ReadOnlyMemory<byte>> answers = [];
        int silences = 0;
        foreach (var range in ProfileMatcher.Questions(profiles()))
        {
            if (silences == MostSilences) break;
            var (answer, data) = await unit.RequestAsync(UnitAccess.RequestFor(range), cancel);
            if (answer.IsOk) answers[range] = data.ToArray();
            else if (!ScanAnswers.IsPresent(ScanAnswers.Of(answer))) silences++;
        }
        var matches = ProfileMatcher.Judge(profiles(), answers);
        var told = matches.Any(match => match.Fits) ? matches.Where(match => match.Fits) : matches.Where(match => 2 * match.Agreed >= match.Checks);
        return [.. told.Select(match =>
            new ScanFinding.Likeness(match.Name, match.Form.Label.English, match.Form.Label.Chinese ?? match.Form.Label.English, match.Agreed, match.Checks))];
    }
}
