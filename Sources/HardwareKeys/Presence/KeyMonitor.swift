import Dispatch
package import Logging
package import USBBus

/// Tells what happens to the license keys on a bus, as long as somebody listens.
///
/// A removal is told only when the key has been gone for a while and the bus, asked anew, does not
/// show it; a key that is back before that, in whichever port, has bounced. A key that does not
/// answer is reset once, if our own driver opened it and nobody else uses it.
package struct KeyMonitor: Sendable {
    private let session: USBSession
    private let detector: KeyDetector
    private let catalog: KeyCatalog
    private let timing: PresenceTiming
    let logger: Logger

    package init(
        session: USBSession, catalog: KeyCatalog, timing: PresenceTiming = PresenceTiming(),
        logger: Logger = Logger(label: "keys")
    ) {
        self.session = session
        self.catalog = catalog
        self.timing = timing
        self.logger = logger
        detector = KeyDetector(catalog: catalog)
    }

    /// An arrival for each key that is plugged in, then every change, until the session ends.
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
            for await event in session.events() { queue.yield(.bus(event)) }
            queue.finish()
        }
        var watch = KeyWatch(catalog: catalog, timing: timing)
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
            DispatchQueue.global().async {
                let key = detector.key(device, mayReset: mayReset)
                if let key { log(key.reset, of: key) }
                queue.yield(.looked(at: device, found: key))
            }
        case .enumerate:
            let asked = ContinuousClock.now
            DispatchQueue.global().async { queue.yield(.enumerated(present(), asked: asked)) }
        }
    }

    private func present() -> [HardwareKey] {
        do throws(USBError) {
            return detector.keys(among: try USBScan.devices())
        } catch {
            logger.warning("the bus cannot be asked anew", metadata: ["error": "\(error)"])
            return []
        }
    }
}
