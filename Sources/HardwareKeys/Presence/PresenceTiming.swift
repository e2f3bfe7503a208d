/// The times that decide when something is told.
package struct PresenceTiming: Hashable, Sendable {
    /// How long a key may be gone before its removal is told.
    package var debounce = Duration.seconds(5)
    /// How long it may take to find out what a key is, before it is told as busy, and whether it is
    /// really gone, before it is told as gone.
    var patience = Duration.seconds(8)
    /// How long after its arrival a key that does not say which one it is may turn out to be one that is
    /// missed: a browser that waits for a touch has a FIDO2 key for half a minute, and a run-time that
    /// was restarted needs its time.
    var namelessness = Duration.seconds(40)
    /// When a key that may not be opened, is another program's, or seemed gone, is looked at again.
    var accessRetry = Duration.seconds(2)
    /// How long a run-time may tell what was before a HASP or Sentinel key came or left.
    var lag = Duration.seconds(10)
    /// When it is asked anew what became of HASP and Sentinel keys.
    var doubtRetry = Duration.seconds(1)
    /// When a key that did not answer is asked again.
    var answerRetry = Duration.seconds(30)
    /// How long after a reset nothing in the same port is reset again: a broken key comes and goes.
    var resetPause = Duration.seconds(600)

    package init(debounce: Duration = .seconds(5)) {
        self.debounce = debounce
    }
}
