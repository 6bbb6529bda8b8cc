using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Fieldbus.Scales;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Acquisition.Weighing;

/// <summary>Asks a scale for its firmware before its first weight, after each reconnect and each silence. The weight is read whatever it says.</summary>
internal sealed class ScaleFirmware(BusScale scale, FirmwareCheck check, ScaleWire wire, LinkOwner owner, ILogger logger)
{
    private (int Edges, int Silences) _askedIn = (-1, -1);
    private bool _isUnanswered;

    /// <summary>What the last comparison found; replaced, never changed. Null while there was none.</summary>
    public DeviceFindings? Findings { get; private set; }

    public async ValueTask AskAsync(CancellationToken stop)
    {
        if (_askedIn == (owner.Link.Edges, scale.Unit.Silences)) return;
        var answer = await wire.TellAsync(scale, check.Command!, stop);
        _askedIn = (owner.Link.Edges, scale.Unit.Silences);
        _isUnanswered = answer.Outcome == ScaleOutcome.NoAnswer;
        if (answer.Outcome is ScaleOutcome.Ok or ScaleOutcome.Refused) Found(FirmwareVersion.Trouble(check, answer));
    }

    /// <summary>The scale gave its weight after the question: that it was silent about its firmware is no silence of the scale.</summary>
    public void Weighed()
    {
        if (!_isUnanswered) return;
        _isUnanswered = false;
        Found(FirmwareVersion.Untold(check, isRefused: false));
    }

    private void Found(Wording? trouble)
    {
        if (Findings is { } before && before.Firmware == trouble) return;
        if (trouble is { } told) Log.FirmwareMismatch(logger, scale.Device.Name, told.English);
        Findings = new DeviceFindings(null, trouble);
    }
}
