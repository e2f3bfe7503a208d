/// Devices with the descriptors that public dumps show of them.
extension SimulatedDevice {
    /// A license key with a serial number (Guardant ID).
    package static func licenseKey(serial: String?, port: String = "1-1") -> SimulatedDevice {
        SimulatedDevice(
            vendorID: 0x0a89, productID: 0x0002, manufacturer: "Aktiv Co.",
            product: "Guardant ID", serialNumber: serial
        ).with { $0.port = port }
    }

    /// A HASP HL 2.15: low speed, vendor-specific, no serial number.
    package static func hasp(port: String = "1-2") -> SimulatedDevice {
        SimulatedDevice(
            vendorID: 0x0529, productID: 0x0001, manufacturer: "AKS", product: "HASP HL 2.15"
        ).with {
            $0.release = 0x0215
            $0.deviceClass = 0xff
            $0.speed = "1.5"
            $0.port = port
            $0.interfaces = [SimulatedInterface(endpoints: [])]
        }
    }

    /// The same key after its firmware was upgraded: driverless, with another product number.
    package static func driverless(port: String = "1-2") -> SimulatedDevice {
        SimulatedDevice.hasp(port: port).with {
            $0.productID = 0x0003
            $0.product = "Sentinel HL"
            $0.speed = "12"
            $0.interfaces = [SimulatedInterface(classCode: 0x03, endpoints: [0x81])]
        }
    }

    /// An authentication token that shares its vendor number with HASP keys.
    package static func eToken(port: String = "1-3") -> SimulatedDevice {
        SimulatedDevice(
            vendorID: 0x0529, productID: 0x0514, manufacturer: "AKS", product: "eToken Pro 4254"
        ).with {
            $0.port = port
            $0.interfaces = [SimulatedInterface(endpoints: [])]
        }
    }

    /// A serial cable that shares its vendor number with a license key.
    package static func serialCable(port: String = "1-4") -> SimulatedDevice {
        SimulatedDevice(
            vendorID: 0x0403, productID: 0x6001, manufacturer: "FTDI", product: "FT232R USB UART",
            serialNumber: "A50285BI"
        ).with { $0.port = port }
    }

    package static func flashStick(port: String = "1-5") -> SimulatedDevice {
        SimulatedDevice(
            vendorID: 0x090c, productID: 0x1000, manufacturer: "Silicon Motion",
            product: "USB Flash Disk", serialNumber: "1120050104000123"
        ).with {
            $0.port = port
            $0.interfaces = [SimulatedInterface(classCode: 0x08, endpoints: [0x81])]
        }
    }

    /// A CmStick, whose reports are for its maker's programs.
    package static func codeMeter(port: String = "1-6") -> SimulatedDevice {
        SimulatedDevice(
            vendorID: 0x064f, productID: 0x2af9, manufacturer: "WIBU-SYSTEMS AG",
            product: "CodeMeter-Stick", serialNumber: "3-5234567"
        ).with {
            $0.port = port
            $0.speed = "12"
            $0.interfaces = [SimulatedInterface(classCode: 0x03, endpoints: [0x81, 0x01])]
        }
    }

    /// An authentication token of the usage page that FIDO2 has for itself.
    package static func securityToken(port: String = "1-7") -> SimulatedDevice {
        SimulatedDevice(
            vendorID: 0x20a0, productID: 0x42b1, manufacturer: "Nitrokey",
            product: "Nitrokey FIDO2 2.0.0"
        ).with {
            $0.port = port
            $0.speed = "12"
            var interface = SimulatedInterface(classCode: 0x03, endpoints: [0x81, 0x01])
            interface.usagePage = 0xF1D0
            $0.interfaces = [interface]
        }
    }
}
