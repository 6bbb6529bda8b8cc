using System.Text;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Cli.Commissioning;

/// <summary>Asks a unit what it is: its own identification, and the identity checks of all profiles. Reads only.</summary>
internal sealed class DeviceIdentifier(UnitAccess unit, Func<IReadOnlyList<ProfileModel>> profiles)
{
    /// <summary>A device that is silent about registers it lacks would make a scan endless.</summary>
    private const int MostSilences = 3;

    private readonly Dictionary<RegisterRange, RegisterRun?> _read = [];
    private int _silences;

    /// <summary>Vendor, product and revision (MODBUS Application Protocol V1.1b3, 6.21), as far as the device tells.</summary>
    public async Task<string?> IdentificationAsync(CancellationToken cancel)
    {
        var data = new byte[256];
        var request = ModbusRequest.ReadDeviceIdentification(ModbusDeviceIdentificationAccess.Basic);
        var answer = await unit.Line.Client.RequestAsync(unit.Unit, request, data, UnitOption.Patience, cancel);
        if (!answer.IsOk || ModbusDeviceIdentification.TryParse(data.AsSpan(0, answer.Length)) is not { Objects.Count: > 0 } said) return null;
        string text = string.Join(' ', said.Objects.Select(each => Encoding.ASCII.GetString(each.Value).Trim('\0', ' ')).Where(word => word.Length > 0));
        return string.Concat(text.Where(letter => !char.IsControl(letter)));
    }

    /// <summary>Profiles whose checks all agree; when there is none, those of which at least half agree.</summary>
    public async Task<IReadOnlyList<ScanFinding.Likeness>> LikenessesAsync(CancellationToken cancel)
    {
        List<ScanFinding.Likeness> found = [];
        foreach (var profile in profiles().SelectMany(profile => profile.Forms).Where(profile => profile.Identity.Count > 0))
        {
            int agreed = 0;
            foreach (var check in profile.Identity)
            {
                var asked = profile.ReadAllRegistersAs is { } table && !check.Reference.Range.IsBits ? check.Reference.Range with { Table = table } : check.Reference.Range;
                if (_silences >= MostSilences) break;
                if (await ReadAsync(asked, cancel) is { } run && IdentityMatch.Agrees(check, run)) agreed++;
            }
            if (agreed > 0) found.Add(new ScanFinding.Likeness(profile.Name, profile.Label.English, profile.Label.Chinese ?? profile.Label.English, agreed, profile.Identity.Count));
        }
        var whole = found.Where(likeness => likeness.Agreed == likeness.Checks).OrderByDescending(likeness => likeness.Agreed).ToList();
        return whole.Count > 0 ? whole : [.. found.Where(likeness => 2 * likeness.Agreed >= likeness.Checks).OrderByDescending(likeness => likeness.Agreed)];
    }

    private async Task<RegisterRun?> ReadAsync(RegisterRange range, CancellationToken cancel)
    {
        if (_read.TryGetValue(range, out var known)) return known;
        var (answer, run) = await unit.ReadAsync(range, cancel);
        if (!answer.IsOk && !ScanAnswers.IsPresent(ScanAnswers.Of(answer))) _silences++;
        return _read[range] = run;
    }
}
