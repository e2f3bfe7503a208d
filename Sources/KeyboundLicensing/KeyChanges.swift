import AgentClient
import AgentProtocol
import HardwareKeys
import LicenseBinding
import Synchronization
import SystemThreads
import USBBus

/// Listens for keys that come and leave: to the daemon, to the ports of this computer, or both.
final class KeyChanges: Sendable {
    /// The longest pause between two tries to reach a daemon.
    private static let longestPause = Duration.seconds(5)

    /// Where is listened.
    struct Plan: Hashable, Sendable {
        let agent: Bool
        let ports: Bool
        let credentials: Set<KeyCredential>
    }

    enum News: Sendable {
        case agent(AgentNotice)
        /// The ports are watched from now on.
        case watching
        case ports(KeyEvent)
    }

    private struct State {
        var events: AgentEvents?
        var ports: Task<Void, Never>?
        var isStopped = false
    }

    let plan: Plan
    private let settings: LicensingSettings
    private let tell: @Sendable (News) -> Void
    private let state = Mutex(State())

    /// - Parameter tell: called on any thread when there is something to look at, with what the ports showed.
    init(
        _ plan: Plan, _ settings: LicensingSettings,
        tell: @escaping @Sendable (News) -> Void
    ) {
        self.plan = plan
        self.settings = settings
        self.tell = tell
        if plan.agent, let agent = settings.agent {
            // It blocks between two events, and so has a thread of its own.
            SystemThread.start { self.listen(to: agent) }
        }
        if plan.ports {
            let task = Task { await watchPorts() }
            state.withLock { $0.ports = task }
        }
    }

    func stop() {
        let (events, ports) = state.withLock { state in
            state.isStopped = true
            return (state.events, state.ports)
        }
        events?.stop()
        ports?.cancel()
    }
}

extension KeyChanges {
    /// Listens to the daemon, and to the next one when it ends.
    private func listen(to agent: AgentService) {
        var pause = settings.retry
        while !isStopped {
            if let events = try? agent.events(), enter(events) {
                while let notice = events.next() {
                    pause = settings.retry
                    tell(.agent(notice))
                }
            }
            guard !isStopped else { return }
            SystemThread.pause(pause)
            pause = min(pause * 2, Self.longestPause)
        }
    }

    private var isStopped: Bool { state.withLock(\.isStopped) }

    /// - Returns: whether it is still listened.
    private func enter(_ events: AgentEvents) -> Bool {
        state.withLock { state in
            guard !state.isStopped else { return false }
            state.events = events
            return true
        }
    }

    private func watchPorts() async {
        let detector = settings.detector.asking(KeyQuestion(about: Array(plan.credentials)))
        // Where the bus cannot be followed, the next look is when it is due.
        guard let bus = try? detector.follow() else { return }
        let monitor = KeyMonitor(
            following: bus, detector: detector,
            timing: PresenceTiming(debounce: settings.debounce))
        tell(.watching)
        for await event in monitor.events() { tell(.ports(event)) }
    }
}
