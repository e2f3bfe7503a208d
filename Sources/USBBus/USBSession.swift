package import Logging

/// Follows the bus: what is plugged in, and every change, for any number of subscribers.
///
/// The last reference to it stops its thread and ends all streams; open handles stay usable.
package final class USBSession: Sendable {
    let watch: USBWatch
    private let thread: EventThread

    /// Enters what is plugged in before it returns, and then follows on a thread of its own.
    /// - Parameter interval: time between two looks at sysfs, for systems where nothing tells
    ///   about changes.
    package init(
        rescanEvery interval: Duration = .seconds(2), logger: Logger = Logger(label: "usb")
    ) throws(USBError) {
        let watch = try USBWatch(interval: interval, logger: logger)
        self.watch = watch
        thread = try EventThread { watch.run() }
    }

    deinit {
        watch.stop()
        thread.join()
        watch.register.close()
    }

    /// What is plugged in now, by address.
    package var devices: [USBDevice] {
        watch.register.devices
    }

    /// An arrival for each device that is plugged in, then every change, until the session ends.
    ///
    /// Each call gives a stream of its own, which keeps all events until they are read.
    package func events() -> AsyncStream<USBEvent> {
        watch.register.events()
    }
}
