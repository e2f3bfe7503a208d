import Dispatch
package import Logging
package import USBBus

/// Tells what happens to the license keys on a bus, as long as somebody listens.
///
/// A removal is told only when the key has been gone for a while and the bus, asked anew, does not
/// show it; a key that is back before that, in whichever port, has bounced. A key that does not
/// answer is reset once, if our own driver opened it and nobody else uses it.
package struct KeyMonitor: Sendable {
    private let bus: @Sendable () -> AsyncStream<USBEvent>
    private let detector: KeyDetector
    private let timing: PresenceTiming
    let logger: Logger

    /// - Parameter bus: a stream of an arrival for each device, and then every change.
    package init(
        following bus: @escaping @Sendable () -> AsyncStream<USBEvent>, detector: KeyDetector,
        timing: PresenceTiming = PresenceTiming(), logger: Logger = Logger(label: "keys")
    ) {
        self.bus = bus
        self.detector = detector
        self.timing = timing
        self.logger = logger
    }

    /// An arrival for each key that is plugged in, then every change, until the bus is not followed any more.
    package func events() -> AsyncStream<KeyEvent> {
        let (events, listener) = AsyncStream.makeStream(of: KeyEvent.self)
        let task = Task {
            await follow { listener.yield($0) }
            listener.finish()
        }
        listener.onTermination = { _ in task.cancel() }
        return events
    }

    @concurrent
    private func follow(_ tell: (KeyEvent) -> Void) async {
        let (inputs, queue) = AsyncStream.makeStream(of: KeyWatch.Input.self)
        let bus = Task {
            for await event in self.bus() { queue.yield(.bus(event)) }
            queue.finish()
        }
        var watch = KeyWatch(detector: detector, timing: timing)
        var alarm = Alarm()
        for await input in inputs {
            for step in watch.steps(after: input, at: .now) { perform(step, queue, tell) }
            alarm.set(to: watch.deadline) { queue.yield(.time) }
        }
        bus.cancel()
        alarm.set(to: nil) {}
    }

    private func perform(
        _ step: KeyWatch.Step, _ queue: AsyncStream<KeyWatch.Input>.Continuation,
        _ tell: (KeyEvent) -> Void
    ) {
        switch step {
        case .tell(let event): tell(event)
        case .look(let device, let mayReset):
            // It may block for long, and so runs on a thread that Swift's pool does not miss.
            DispatchQueue(label: "key").async {
                let look = detector.look(at: device, mayReset: mayReset)
                if let key = look.key { log(key.reset, of: key) }
                queue.yield(.looked(at: device, look))
            }
        case .ask(let devices):
            DispatchQueue(label: "key").async {
                queue.yield(.told(detector.sentinels.toldKeys(), of: devices))
            }
        case .enumerate:
            let asked = ContinuousClock.now
            DispatchQueue(label: "key").async { queue.yield(.enumerated(present(), asked: asked)) }
        }
    }

    private func present() -> [HardwareKey] {
        do throws(USBError) {
            return try detector.keys()
        } catch {
            logger.warning("the bus cannot be asked anew", metadata: ["error": "\(error)"])
            return []
        }
    }
}
