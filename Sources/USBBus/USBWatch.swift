import CLibUSB
import Glibc
import Logging
import Synchronization

/// The work of a session's event thread: takes libusb's messages and looks at sysfs itself, and
/// enters both in the register.
final class USBWatch: Sendable {
    let context: USBContext
    let register = USBRegister()
    private let interval: Duration
    private let logger: Logger
    private let isStopping = Atomic(false)

    /// Starts libusb and enters what is plugged in.
    init(interval: Duration, logger: Logger) throws(USBError) {
        context = try USBContext()
        self.interval = interval
        self.logger = logger
        var rescan = USBRescan(register: register, logger: logger)
        let code = context.watch()
        if code != 0 {
            logger.warning("no USB hotplug events", metadata: ["libusb": "\(code)"])
        }
        drain()
        rescan.run()
    }

    /// Runs until ``stop()``; on the event thread.
    func run() {
        let clock = ContinuousClock()
        var rescan = USBRescan(register: register, logger: logger)
        var due = clock.now + interval
        while !isStopping.load(ordering: .acquiring) {
            if clock.now >= due {
                rescan.run()
                due = clock.now + interval
            }
            wait(for: due - clock.now)
            drain()
        }
    }

    /// Ends ``run()`` soon; from any thread.
    func stop() {
        isStopping.store(true, ordering: .releasing)
        context.interrupt()
    }

    private func wait(for time: Duration) {
        let code = context.handleEvents(for: time)
        guard code < 0, code != LIBUSB_ERROR_INTERRUPTED.rawValue else { return }
        logger.error("no USB events", metadata: ["libusb": "\(code)"])
        // It failed at once and may do so for ever; the rescan still works.
        usleep(100_000)
    }

    /// Deals with the messages, outside libusb's callback and so free to ask the devices.
    private func drain() {
        var listed: [SysfsDevice]?
        for message in context.queue.take() {
            let reference = USBReference(adopting: message, in: context)
            guard message.isArrival else {
                register.left(reference.address)
                continue
            }
            let all = listed ?? SysfsDevice.all()
            listed = all
            register.arrived(reference.device(among: all))
        }
    }
}
