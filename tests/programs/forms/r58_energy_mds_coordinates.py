# energía de resortes: coloca ciudades en el plano según sus distancias (MDS)
import numpy as np

nombres = ["Madrid", "Sevilla", "Bilbao", "Valencia", "Vigo"]
distancia = np.array([[0, 5.3, 4.0, 3.6, 6.0],
                      [5.3, 0, 8.6, 6.5, 7.6],
                      [4.0, 8.6, 0, 6.1, 6.4],
                      [3.6, 6.5, 6.1, 0, 9.6],
                      [6.0, 7.6, 6.4, 9.6, 0]])


class Mapa:
    def __init__(self, distancia, semilla=58):
        self.distancia = distancia
        self.posicion = np.random.RandomState(semilla).randn(len(distancia), 2)
        self.fuerza = None

    def energia(self):
        total = 0.0
        for i in range(len(self.posicion)):
            for j in range(i):
                r = np.linalg.norm(self.posicion[i] - self.posicion[j])
                total += 0.5 * (r - self.distancia[i, j]) ** 2
        return total

    def calcular_fuerza(self):
        dif = self.posicion[:, None] - self.posicion[None]
        r = np.sqrt((dif ** 2).sum(-1)) + np.eye(len(dif))
        estirado = (r - self.distancia) / r
        np.fill_diagonal(estirado, 0)
        self.fuerza = -(estirado[:, :, None] * dif).sum(axis=1)      # fuerza = -gradiente

    def relajar(self, dt=0.05):
        self.calcular_fuerza()
        self.posicion = self.posicion + dt * self.fuerza


mapa = Mapa(distancia)
for paso in range(15):
    mapa.relajar()
print(mapa.energia(), dict(zip(nombres, mapa.posicion.round(1).tolist())))

# ---- for the test
def hand_over():
    return dict(obj=mapa, loss=mapa.energia, step=mapa.relajar, rate=0.05)

FORM = "Spanish names; an energy to be relaxed, no x and y, coordinates are the parameters; stored array is the force = minus gradient; distances are a constant array on the object"
