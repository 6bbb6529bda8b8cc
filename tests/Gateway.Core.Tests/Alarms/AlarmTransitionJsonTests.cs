using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Alarms;

namespace Gateway.Core.Tests.Alarms;

public sealed class AlarmTransitionJsonTests
{
    private static readonly Core.Site.SiteModel _site =
        new AlarmSite().Device("outlet", 1).Limit(AlarmKind.High, 0, 0.8).OnDevice(AlarmKind.CommFailure, 0).Build();

    private static readonly AlarmTransition _raised = new()
    {
        Alarm = 0,
        AlarmId = "outlet/p0/high",
        Occurrence = "01JD7XQ8Z4M2",
        From = AlarmState.Normal,
        To = AlarmState.Unacknowledged,
        TimeMs = 1763757030120,
        OnSinceMs = 1763757000120,
        Value = 1.42,
    };

    [Fact]
    public void A_limit_alarm_is_written_with_all_that_a_platform_needs() => Assert.Equal(
        """
        {"id":"outlet/p0/high","occurrence":"01JD7XQ8Z4M2","kind":"high","point":"outlet/p0","device":"outlet",
        "from":"NORMAL","to":"UNACK","class":"process","priority":2,
        "time":1763757030120,"since":1763757000120,"value":1.42,"setpoint":0.8,"unit":"{NTU}","source":"site","actor":null}
        """.ReplaceLineEndings(""),
        Encoding.UTF8.GetString(AlarmTransitionJson.Write(_raised, _site)));

    [Fact]
    public void A_device_alarm_has_no_point_and_no_setpoint_but_a_note() => Assert.Equal(
        """
        {"id":"outlet/comm-failure","occurrence":"01JD7XQ8Z4M2","kind":"comm-failure","point":null,"device":"outlet",
        "from":"UNACK","to":"ACKED","class":"device","priority":2,
        "time":1763757030120,"since":1763757000120,"value":null,"setpoint":null,"unit":null,"source":"site","actor":"李伟","note":"on my way"}
        """.ReplaceLineEndings(""),
        Encoding.UTF8.GetString(AlarmTransitionJson.Write(
            _raised with
            {
                Alarm = 1,
                AlarmId = "outlet/comm-failure",
                From = AlarmState.Unacknowledged,
                To = AlarmState.Acknowledged,
                Value = null,
                Actor = "李伟",
                Note = "on my way",
            },
            _site)));

    [Fact]
    public void An_alarm_that_the_site_no_longer_has_is_written_with_what_its_id_tells() => Assert.Equal(
        """
        {"id":"old/ph/low","occurrence":"","kind":"low","point":"old/ph","device":"old",
        "from":"ACKED","to":"NORMAL","class":"process","priority":null,
        "time":5,"since":4,"value":null,"setpoint":null,"unit":null,"source":null,"actor":null,"note":"removed"}
        """.ReplaceLineEndings(""),
        Encoding.UTF8.GetString(AlarmTransitionJson.Write(
            new AlarmTransition
            {
                Alarm = -1,
                AlarmId = "old/ph/low",
                Occurrence = "",
                From = AlarmState.Acknowledged,
                To = AlarmState.Normal,
                TimeMs = 5,
                OnSinceMs = 4,
                Note = "removed",
            },
            _site)));

    [Fact]
    public void What_is_written_is_read_back() => Prop.ForAll<double, string, byte>((value, text, states) =>
    {
        var transition = _raised with
        {
            Value = double.IsFinite(value) ? value : null,
            Actor = WellFormed(text),
            Note = states % 3 == 0 ? null : WellFormed(text + " <&>"),
            From = (AlarmState)(states & 3),
            To = (AlarmState)((states >> 2) & 3),
        };
        byte[] body = AlarmTransitionJson.Write(transition, _site);
        return AlarmTransitionJson.Parse(body) == transition with { Alarm = -1 } && body.AsSpan().SequenceEqual(AlarmTransitionJson.Write(transition, _site));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"a/b","occurrence":"x","from":"NORMAL","to":"NOWHERE","time":1,"since":1}""")]
    [InlineData("""{"id":"a/b","occurrence":"x","from":"NORMAL","to":"UNACK","time":"1","since":1}""")]
    [InlineData("""{"id":"a/b","occurrence":"x","from":"NORMAL","to":"UNACK","time":1,"since":1""")]
    public void What_is_no_transition_is_not_read_as_one(string json) => Assert.Null(AlarmTransitionJson.Parse(Encoding.UTF8.GetBytes(json)));

    // JSON text is Unicode: half a surrogate pair cannot be carried.
    private static string? WellFormed(string? text) => text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
