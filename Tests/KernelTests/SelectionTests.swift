import CommandRuns
import LicenseBinding
import RedirectedUSB
import SimulatedDevices
import Testing
import VirtualMachine

extension OnRealKernel {
    struct SelectionTests {
        @Test func `among all that is plugged in, exactly the license keys are listed`()
            async throws
        {
            try await RealKernel.exclusively { machine in
                let devices: [SimulatedDevice] = [
                    .hasp(), .hasp(), .codeMeter(), .eToken(), .securityToken(),
                ]
                for (device, port) in zip(devices, machine.ports) {
                    try await machine.plug(device, into: port)
                }
                // A keyboard and a disk are always there.
                let present = try await machine.run("cat /sys/bus/usb/devices/*/bInterfaceClass")
                let classes = Set(present.output.split(separator: "\n"))
                #expect(classes.isSuperset(of: ["03", "08", "09"]))
                let found = try await machine.keys().map { "\($0["port"]?.text ?? "")" }
                #expect(found == machine.ports.prefix(3).map(\.name))
            }
        }
    }
}
