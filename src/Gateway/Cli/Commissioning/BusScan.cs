using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Serial;
using Gateway.Fieldbus.Transports;

namespace Gateway.Cli.Commissioning;

/// <summary>Carries a scan out, pass after pass. What was found stays found when it is interrupted.</summary>
internal sealed class BusScan(CommandContext context, BusLine line, IReadOnlyList<ScanPass> plan, TimeSpan timeout, Func<IReadOnlyList<ProfileModel>> profiles)
{
    /// <summary>The silence that the client keeps after a failure.</summary>
    private static readonly TimeSpan _quiet = new ModbusSerialSettings().QuietTime;

    /// <summary>An endpoint that answers to so many units in a row, all alike, is one device that does not look at the unit.</summary>
    private const int AlikeInARow = 8;

    /// <summary>A connection that breaks at every request will not get better.</summary>
    private const int MostLost = 3;

    private readonly List<ScanFinding> _found = [];
    private readonly ProgressLine _progress = new(context);
    private int _lost;

    public IReadOnlyList<ScanFinding> Found => _found;

    public int Probes { get; private set; }

    /// <summary>Whether all that was planned was asked.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether the endpoint answers to every unit alike.</summary>
    public bool AnswersToAll { get; private set; }

    /// <summary>The answer that showed that the connection does not hold; null while it does.</summary>
    public ModbusAnswer? Broken { get; private set; }

    /// <exception cref="TransportException">The port went away, or cannot be opened with other settings.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            for (int at = 0; at < plan.Count && Broken is null && !AnswersToAll; at++)
            {
                var found = _found.Where(finding => finding.IsPresent && finding.Serial is not null).Select(finding => SerialOf(finding.Serial!)).ToList();
                if (ScanPlan.Next(plan[at], found) is { } pass) await RunAsync(pass, at, stop);
            }
            IsComplete = Broken is null;
        }
        finally
        {
            _progress.Clear();
        }
    }

    private async Task RunAsync(ScanPass pass, int number, CancellationToken stop)
    {
        var estimate = ScanPlan.Estimate(pass, timeout, _quiet);
        long began = line.Time.GetTimestamp();
        int made = 0;
        foreach (var (serial, unit) in pass.Steps())
        {
            // A sound answer comes at the right settings only, so what answers at others too has none: a USB device, or a simulated port. It is one device.
            if (_found.Exists(finding => finding.Unit == unit && (finding.IsPresent || finding.Serial == serial?.ToString()))) continue;
            var left = ScanPlan.Left(estimate, made, pass.Probes, line.Time.GetElapsedTime(began));
            _progress.Show(ProgressLine.Text(context, NameOf(pass, number), made, pass.Probes, left));
            if (serial is not null) await line.ChangeSettingsAsync(serial, stop);
            await ProbeAsync(unit, stop);
            made++;
            Probes++;
            if (Broken is not null || AnswersToAll) return;
        }
        _progress.Show(ProgressLine.Text(context, NameOf(pass, number), made, made, TimeSpan.Zero));
    }

    /// <summary><c>pass 2/3  9600-8N1, addresses 17-247</c></summary>
    private string NameOf(ScanPass pass, int number)
    {
        string turn = context.Say($"pass {number + 1}/{plan.Count}", $"第 {number + 1}/{plan.Count} 轮");
        string settings = pass.Settings is [var only] ? $"{only}, " : "";
        return $"{turn}  {settings}{pass.Name.In(context.Language)}";
    }

    private async Task ProbeAsync(byte number, CancellationToken stop)
    {
        var unit = new UnitAccess(line, number, timeout);
        var (answer, _) = await unit.ReadAsync(Register(RegisterTable.HoldingRegister), stop);
        // A late answer to the probe before, or one burst of noise, is not this unit's fault.
        if (ScanAnswers.Of(answer) is ScanAnswer.Damaged or ScanAnswer.Foreign)
        {
            if (!line.Target.IsSerial) await line.Client.CloseAsync();
            (answer, _) = await unit.ReadAsync(Register(RegisterTable.HoldingRegister), stop);
        }
        var said = ScanAnswers.Of(answer);
        _lost = said == ScanAnswer.NoBus ? _lost + 1 : 0;
        if (_lost >= MostLost) Broken = answer;
        if (!ScanAnswers.IsNoteworthy(said)) return;
        string? input = null, identification = null;
        IReadOnlyList<ScanFinding.Likeness> likenesses = [];
        if (ScanAnswers.IsPresent(said))
        {
            var (second, _) = await unit.ReadAsync(Register(RegisterTable.InputRegister), stop);
            input = Word(second);
            if (ScanAnswers.Of(second) == ScanAnswer.Ok) said = ScanAnswer.Ok;
            var identifier = new DeviceIdentifier(unit, profiles);
            likenesses = await identifier.LikenessesAsync(stop);
            identification = await identifier.IdentificationAsync(stop);
        }
        _found.Add(new ScanFinding(
            number, line.Bus.Serial?.ToString(), said.ToString().ToLowerInvariant(), Word(answer), input, Math.Round(answer.Elapsed.TotalMilliseconds,
                1), identification, likenesses));
        AnswersToAll = !line.Target.IsSerial && line.Bus.Framing == Core.Site.BusFraming.Mbap && plan.Count > 1 && AreAlike(_found);
    }

    /// <summary>On a network a device often answers to whatever unit it is asked for.</summary>
    private static bool AreAlike(List<ScanFinding> found) =>
        found.Count >= AlikeInARow && found[^AlikeInARow..] is var last && last[^1].Unit - last[0].Unit == AlikeInARow - 1
        && last.TrueForAll(finding => finding.IsPresent && finding.Holding == last[0].Holding && finding.Input == last[0].Input);

    private static string Word(in ModbusAnswer answer) => ScanAnswers.Of(answer) switch
    {
        ScanAnswer.Refused => $"exception {ScanAnswers.Code(answer.Exception)}",
        ScanAnswer.GatewaySaysNobody => $"exception {ScanAnswers.Code(answer.Exception)}",
        var other => other.ToString().ToLowerInvariant(),
    };

    private static RegisterRange Register(RegisterTable table) => new(table, 0, 1);

    private static SerialSettings SerialOf(string word) =>
        SerialSettings.TryParse(word, out var settings, out string? fault) ? settings : throw new InvalidOperationException(fault);
}
