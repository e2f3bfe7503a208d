import GuestMessages
package import RedirectedUSB

/// A computer in QEMU with a stock Debian kernel, a few users, and free USB ports.
package final class VirtualMachine: Sendable {
    /// Ports of the computer itself.
    package let ports: [USBPort]
    /// Ports of a hub of full speed.
    package let hubPorts: [USBPort]
    let link: GuestLink
    private let process: MachineProcess
    private let folder: MachineFolder

    /// Boots the computer, and returns when commands can be run.
    package init(_ image: MachineImage, within limit: Duration = .seconds(120)) async throws {
        let folder = try MachineFolder()
        let hardware = MachineHardware(folder: folder, image: image)
        let process: MachineProcess
        do {
            process = try MachineProcess(hardware.arguments, log: folder.path(of: "qemu.log"))
        } catch {
            folder.remove()
            throw error
        }
        do {
            let link = try await awaiting("the sockets of QEMU", within: limit) {
                if process.isOver { throw MachineFailure.ended(folder: folder.path) }
                // There is no socket yet.
                return try? GuestLink(socket: hardware.socket("agent"))
            }
            ports = try MachineHardware.ports.map { try USBPort($0, socket: hardware.socket($0)) }
            hubPorts = try MachineHardware.hubPorts.map {
                try USBPort($0, socket: hardware.socket($0))
            }
            try await awaiting("the agent", within: limit) {
                if process.isOver { throw MachineFailure.ended(folder: folder.path) }
                return link.isReady ? () : nil
            }
            self.link = link
        } catch {
            process.kill()
            if error is AwaitingTimeout { throw MachineFailure.notReady(folder: folder.path) }
            throw error
        }
        self.process = process
        self.folder = folder
    }

    /// Ends the computer at once, and removes what it had on this one.
    package func powerOff() {
        process.kill()
        link.close()
        for port in ports + hubPorts { port.close() }
        folder.remove()
    }

    /// Runs a command line of the shell, and waits for its end.
    package func run(
        _ command: String, as user: GuestUser = .operator, within limit: Duration = .seconds(30)
    ) async throws -> GuestResult {
        try await start(command, as: user).result(within: limit)
    }

    /// Starts a command line of the shell.
    package func start(_ command: String, as user: GuestUser = .operator) -> GuestProgram {
        GuestProgram(command, as: user, in: self)
    }

    /// Unplugs all simulated devices, and kills all programs that run.
    func clear() async throws {
        for port in ports + hubPorts where port.isTaken { port.unplug() }
        for run in link.running { link.send(.signal(9, run: Int64(run))) }
        try await self.await("the end of all programs and devices", within: .seconds(60)) {
            let isClear = link.running.isEmpty && (ports + hubPorts).allSatisfy { !isSeen($0) }
            return isClear ? () : nil
        }
    }

    /// Whether the kernel has a device at this port.
    private func isSeen(_ port: USBPort) -> Bool {
        let events = usbEvents.filter { $0.port == port.name }
        return events.last { ["add", "remove"].contains($0.action) }?.action == "add"
    }

    /// Waits for something that only a running machine brings.
    func await<Value>(
        _ what: String, within limit: Duration, _ value: () throws -> Value?
    ) async throws -> Value {
        try await awaiting(what, within: limit) {
            if let value = try value() { return value }
            if process.isOver { throw MachineFailure.ended(folder: folder.path) }
            return nil
        }
    }
}
