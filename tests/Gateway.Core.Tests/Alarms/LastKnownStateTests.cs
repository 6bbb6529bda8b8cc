using Gateway.Core.Alarms;

namespace Gateway.Core.Tests.Alarms;

public class LastKnownStateTests
{
    private static readonly AlarmTransition Raised = new()
    {
        Alarm = -1, AlarmId = "outlet/turbidity/high", Occurrence = "b", From = AlarmState.Normal, To = AlarmState.Unacknowledged, TimeMs = 2_000, OnSinceMs = 1_500,
        Value = 1.42,
    };

    private static readonly AlarmRecord Earlier = new("outlet/turbidity/high", AlarmState.Acknowledged, "a", 1_000, 500, 0.9, Note: "wrong");

    [Fact]
    public void A_transition_that_was_saved_says_the_state_that_was_stored_with_it()
    {
        var expected = new AlarmRecord("outlet/turbidity/high", AlarmState.Unacknowledged, "b", 2_000, 1_500, 1.42);
        Assert.Equal(expected, LastKnownState.After(null, Raised));
        Assert.Equal(expected with { Note = "wrong" }, LastKnownState.After(Earlier, Raised));
    }

    [Fact]
    public void A_state_that_is_newer_stays()
    {
        var newer = Earlier with { SinceMs = 2_001 };
        Assert.Same(newer, LastKnownState.After(newer, Raised));
    }

    [Fact]
    public void Back_to_normal_there_is_no_begin_and_nothing_that_failed()
    {
        var cleared = LastKnownState.After(Earlier, Raised with { To = AlarmState.Normal, Value = null });
        Assert.Equal((AlarmState.Normal, 0, 0.9, null), (cleared.State, cleared.OnSinceMs, cleared.Value, cleared.Note));
    }

    [Fact]
    public void A_shelved_alarm_stays_shelved_until_its_time_and_keeps_its_state_beneath()
    {
        var shelved = Raised with { To = AlarmState.Shelved, Base = AlarmState.Unacknowledged, UntilMs = 9_000, Actor = "li" };
        var state = LastKnownState.After(null, shelved);
        Assert.Equal((AlarmState.Unacknowledged, AlarmState.Shelved), (state.State, state.Shown));
        Assert.Equal(new Shelving(2_000, 9_000, "li", IsOneShot: false), state.Shelving);
        // Its state changes beneath: it was shelved when it was shelved.
        var beneath = shelved with { Base = AlarmState.Acknowledged, TimeMs = 3_000, Actor = null };
        Assert.Equal(state.Shelving, LastKnownState.After(state, beneath).Shelving);
        // The same occurrence in the same state: only the time of shelving has changed.
        Assert.Equal(2_000, LastKnownState.After(state, shelved with { UntilMs = 9_500, TimeMs = 4_000 }).SinceMs);
    }
}
