using Gateway.Core.Alarms;

namespace Gateway.Core.Tests.Alarms;

public sealed class StoreLossTests
{
    private const string Loss = "gateway/store-loss";
    private const string First = "The log was cut short or deleted. Missing: live 301 to 600. A new epoch begins.";
    private const string Second = "The database is missing. Missing: live 1 to 900. A new epoch begins.";

    [Fact]
    public void What_was_lost_stays_until_somebody_acknowledges_it()
    {
        var engine = new EngineUnderTest(new AlarmSite().Device("outlet", 1).Build());
        engine.Lose(First);
        Assert.Equal("BD", engine.Letters);
        Assert.Equal((Loss, First, 0), (engine.Changes[0].Transition.AlarmId, engine.Changes[0].Transition.Note, engine.Changes[0].Transition.Alarm));
        var record = engine.Engine.Records[^1];
        Assert.Equal((Loss, AlarmState.ReturnedUnacknowledged, First), (record.AlarmId, record.Shown, record.Note?.English));

        engine.After(3_600);
        engine.Tick();
        Assert.Equal("BD", engine.Letters);
        Assert.Equal(AcknowledgeResult.Done, engine.Acknowledge(Loss));
        Assert.Equal("BDA", engine.Letters);
    }

    [Fact]
    public void It_outlives_a_restart()
    {
        var site = new AlarmSite().Device("outlet", 1).Build();
        var before = new EngineUnderTest(site);
        before.Lose(First);
        var engine = new EngineUnderTest(site, before.Engine.Records[^1]);
        engine.Engine.RetireRemoved(engine.NowMs, engine.Changes);
        Assert.Empty(engine.Changes);
        Assert.Equal(First, engine.Engine.Records[^1].Note?.English);
        Assert.Equal(AcknowledgeResult.Done, engine.Acknowledge(Loss));
        Assert.Equal("A", engine.Letters);
    }

    [Fact]
    public void Another_loss_is_another_occurrence()
    {
        var engine = new EngineUnderTest(new AlarmSite().Device("outlet", 1).Build());
        engine.Lose(First);
        string seen = engine.Last.Occurrence;
        engine.After(1);
        engine.Lose(Second);
        Assert.Equal("BDBD", engine.Letters);
        Assert.Equal(Second, engine.Engine.Records[^1].Note?.English);
        Assert.Equal(AcknowledgeResult.StaleOccurrence, engine.Acknowledge(Loss, seen));
    }
}
