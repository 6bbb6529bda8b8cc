using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Serial;
using Gateway.Fieldbus.Transports;

namespace Gateway.Cli.Commissioning;

/// <summary>Carries a scan out, pass after pass. What was found stays found when it is interrupted.</summary>
internal sealed class BusScan(CommandContext context, BusLine line, IReadOnlyList<ScanPass> plan, ScanPatience patience,
    Func<IReadOnlyList<ProfileModel>> profiles)
{
    /// <summary>An endpoint that answers to so many units in a row, all alike, is one device that does not look at the unit.</summary>
    private const int AlikeInARow = 8;

    /// <summary>A connection that breaks at every request will not get better.</summary>
    private const int MostLost = 3;

    /// <summary>A line on which so many probes in a row were heard beside, and never an answer, carries somebody who talks by himself.</summary>
    private const int MostSigns = 8;

    /// <summary>A line that is never quiet would make a scan go back for ever.</summary>
    private const int MostReturns = 16;

    private readonly List<ScanFinding> _found = [];
    private readonly ProgressLine _progress = new(context);
    private readonly HashSet<(SerialSettings?, byte)> _made = [];
    private readonly Queue<byte> _asked = new();
    private int _lost;
    private int _returns;
    private int _signs;
    private bool _isHeard;

    public IReadOnlyList<ScanFinding> Found => _found;

    public int Probes { get; private set; }

    /// <summary>Whether it goes on everywhere, although somebody was found.</summary>
    public bool IsThorough { get; init; }

    /// <summary>Whether all that was planned was asked.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether the endpoint answers to every unit alike.</summary>
    public bool AnswersToAll { get; private set; }

    /// <summary>The answer that showed that the connection does not hold; null while it does.</summary>
    public ModbusAnswer? Broken { get; private set; }

    /// <summary>Whether somebody talks here without being asked: a scale, or another client.</summary>
    public bool IsNoisy { get; private set; }

    /// <summary>
    /// Whether it ends after the usual units when not one of them, nor the endpoint for them, has said a word: 230 more would each take the whole time-out.
    /// </summary>
    public bool EndsEarly => !line.Target.IsSerial && !IsThorough && plan.Count > 1;

    /// <summary>Whether it ended so.</summary>
    public bool IsLeftEarly { get; private set; }

    private bool IsOver => Broken is not null || AnswersToAll || IsNoisy;

    /// <exception cref="TransportException">The port went away, or cannot be opened with other settings.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            for (int at = 0; at < plan.Count && !IsOver; at++)
            {
                IsLeftEarly = at > 0 && EndsEarly && !_isHeard;
                if (IsLeftEarly) break;
                if ((IsThorough ? plan[at] : ScanPlan.Next(plan[at], SettingsFound())) is { } pass) await RunAsync(pass, at, stop);
            }
            IsComplete = Broken is null && !IsNoisy && !IsLeftEarly;
            if (IsNoisy) _found.Clear();
        }
        finally
        {
            _progress.Clear();
        }
    }

    private async Task RunAsync(ScanPass pass, int number, CancellationToken stop)
    {
        List<(SerialSettings? Serial, byte Unit)> steps = [.. pass.Steps().Where(_made.Add)];
        var estimate = patience.Estimate(pass) * ((double)steps.Count / pass.Probes);
        long began = line.Time.GetTimestamp();
        for (int made = 0; made < steps.Count && !IsOver; made++)
        {
            var (serial, unit) = steps[made];
            if (IsPointless(pass, serial)) return;
            // A sound answer comes at the right settings only, so what answers at others too has none: a USB device, or a simulated port. It is one device.
            if (_found.Exists(finding => finding.Unit == unit && (finding.IsPresent || finding.Serial == serial?.ToString()))) continue;
            var left = ScanPlan.Left(estimate, made, steps.Count, line.Time.GetElapsedTime(began));
            _progress.Show(ProgressLine.Text(context, NameOf(pass, number), made, steps.Count, left));
            if (serial is not null && serial != line.Bus.Serial) await ChangeSettingsAsync(serial, stop);
            // Nobody is asked at these settings afterwards, so the last one waits for whoever is slow.
            bool isLast = made + 1 == steps.Count || steps[made + 1].Serial != serial;
            await ProbeAsync(pass, unit, isLast ? patience.ForLate(line.Bus.Serial) : patience.For(pass, line.Bus.Serial), stop);
            Probes++;
        }
        _progress.Show(ProgressLine.Text(context, NameOf(pass, number), steps.Count, steps.Count, TimeSpan.Zero));
    }

    /// <summary>Whether somebody was found meanwhile, at other settings.</summary>
    private bool IsPointless(ScanPass pass, SerialSettings? serial) =>
        pass.IsLastResort && !IsThorough && serial is not null && SettingsFound() is { Count: > 0 } found && !found.Contains(serial);

    private List<SerialSettings> SettingsFound() =>
        [.. _found.Where(finding => finding.IsPresent && finding.Serial is not null).Select(finding => SerialOf(finding.Serial!))];

    private async Task ChangeSettingsAsync(SerialSettings serial, CancellationToken stop)
    {
        await line.ChangeSettingsAsync(serial, stop);
        _asked.Clear();
        _returns = 0;
    }

    /// <summary><c>pass 2/3  9600-8N1, addresses 17-247</c></summary>
    private string NameOf(ScanPass pass, int number)
    {
        string turn = context.Say($"pass {number + 1}/{plan.Count}", $"第 {number + 1}/{plan.Count} 轮");
        string settings = pass.Settings is [var only] ? $"{only}, " : "";
        return $"{turn}  {settings}{pass.Name.In(context.Language)}";
    }

    /// <summary>Asks once. Where anything was heard that is not the answer, whoever was asked shortly before may be slow: then they are asked again,
    /// patiently.</summary>
    private async Task ProbeAsync(ScanPass pass, byte number, TimeSpan timeout, CancellationToken stop)
    {
        long late = line.Client.Counters.LateAnswers;
        var answer = await AskAsync(number, timeout, stop);
        bool isSign = ScanAnswers.Of(answer) is ScanAnswer.Damaged or ScanAnswer.Foreign || line.Client.Counters.LateAnswers > late;
        _signs = isSign ? _signs + 1 : 0;
        if (_signs >= MostSigns && !_found.Exists(finding => finding.IsPresent)) IsNoisy = true;
        if (isSign && !IsNoisy && _returns++ < MostReturns)
        {
            foreach (byte before in _asked)
                if (!_found.Exists(finding => finding.Unit == before))
                    await JudgeAsync(before, await AskAsync(before, patience.ForLate(line.Bus.Serial), stop), isSure: false, stop);
            if (!line.Target.IsSerial) await line.Client.CloseAsync();
            answer = await AskAsync(number, patience.ForLate(line.Bus.Serial), stop);
        }
        _asked.Enqueue(number);
        while (_asked.Count > patience.Reach(pass)) _asked.Dequeue();
        await JudgeAsync(number, answer, isSure: true, stop);
    }

    /// <param name="isSure">Whether signs of somebody are told too, and not only somebody.</param>
    private async Task JudgeAsync(byte number, ModbusAnswer answer, bool isSure, CancellationToken stop)
    {
        var said = ScanAnswers.Of(answer);
        _lost = said == ScanAnswer.NoBus ? _lost + 1 : 0;
        _isHeard |= said is not (ScanAnswer.Silence or ScanAnswer.NoBus);
        if (_lost >= MostLost) Broken = answer;
        if (ScanAnswers.IsPresent(said)) Add(await DescribedAsync(number, answer, stop));
        else if (isSure && ScanAnswers.IsNoteworthy(said)) _found.Add(Finding(number, answer, said, null, null, []));
        AnswersToAll = !line.Target.IsSerial && line.Bus.Framing == Core.Site.BusFraming.Mbap && plan.Count > 1 && AreAlike(_found);
    }

    /// <summary>Says so at once: what a person is waiting for may be this one, and Ctrl-C keeps it.</summary>
    private void Add(ScanFinding finding)
    {
        _found.Add(finding);
        _progress.Clear();
        string at = finding.Serial is { } serial ? $", {serial}" : "";
        context.Note(($"  found: unit {finding.Unit}{at}", $"  已找到：从站 {finding.Unit}{at.Replace(", ", "，", StringComparison.Ordinal)}"));
    }

    /// <summary>Learns more of a unit that is there.</summary>
    private async Task<ScanFinding> DescribedAsync(byte number, ModbusAnswer answer, CancellationToken stop)
    {
        var unit = new UnitAccess(line, number, patience.ForLate(line.Bus.Serial));
        var (second, _) = await unit.ReadAsync(Register(RegisterTable.InputRegister), stop);
        var said = ScanAnswers.Of(second) == ScanAnswer.Ok ? ScanAnswer.Ok : ScanAnswers.Of(answer);
        var identifier = new DeviceIdentifier(unit, profiles);
        var likenesses = await identifier.LikenessesAsync(stop);
        return Finding(number, answer, said, Word(second), await identifier.IdentificationAsync(stop), likenesses);
    }

    private async Task<ModbusAnswer> AskAsync(byte unit, TimeSpan timeout, CancellationToken stop) =>
        (await new UnitAccess(line, unit, timeout).ReadAsync(Register(RegisterTable.HoldingRegister), stop)).Answer;

    private ScanFinding Finding(
        byte unit, in ModbusAnswer answer, ScanAnswer said, string? input, string? identification, IReadOnlyList<ScanFinding.Likeness> likenesses) =>
        new(unit, line.Bus.Serial?.ToString(), said.ToString().ToLowerInvariant(), Word(answer), input, Math.Round(answer.Elapsed.TotalMilliseconds, 1),
            identification, likenesses);

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
